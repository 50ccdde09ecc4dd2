//! What a sheet holds, told by its heads, and the names under which offices write the columns that every sheet has.

use kernel::names::fold;
use office::{FieldSpec, Manual, Table, find_header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One reviewer's marks, a row per organisation.
    Marks,
    /// Counted ballots, a row per organisation and voter group.
    Tally,
}

/// Field of the organisation's column.
pub(super) const ORGANISATION: &str = "organisation";

pub(super) fn organisation() -> FieldSpec {
    FieldSpec::new(
        ORGANISATION,
        &["党组织", "党组织名称", "基层党组织", "组织名称", "单位", "单位名称", "被评党组织", "被评单位"],
    )
}

pub(super) fn returned() -> FieldSpec {
    FieldSpec::new("returned", &["收回", "回收", "收回票数", "收回票", "实收"])
}

/// Rows among which the heads stand.
const TOP: u32 = 20;

/// What the sheet holds, if it is one of ours.
pub(super) fn kind(table: &Table) -> Option<Kind> {
    let top = table.rows.iter().take_while(|row| row.index < TOP);
    let full_marks = top
        .map(|row| row.cells.iter().filter(|cell| full_mark(&cell.value.to_string()).is_some()).count())
        .max()
        .unwrap_or(0);
    let has = |fields: &[FieldSpec]| find_header(table, fields, &Manual::default()).is_ok();
    if full_marks >= 2 {
        return has(&[organisation()]).then_some(Kind::Marks);
    }
    has(&[organisation(), returned()]).then_some(Kind::Tally)
}

/// The full mark written behind an indicator: `10` of `班子建设(10分)`.
pub(super) fn full_mark(head: &str) -> Option<String> {
    let folded = fold(head);
    let (_, tail) = folded.rsplit_once('(')?;
    let number = tail.split_once('分')?.0.trim_start_matches('满');
    let number = number.trim_start_matches('分');
    let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits.then(|| number.to_owned())
}

/// Columns that say nothing an evaluation reads.
pub(super) fn is_decoration(head: &str) -> bool {
    const KNOWN: [&str; 22] = [
        "序号",
        "编号",
        "代码",
        "组织代码",
        "合计",
        "总分",
        "小计",
        "总计",
        "得分",
        "平均",
        "平均分",
        "备注",
        "签名",
        "评委签名",
        "类别",
        "回收率",
        "满意率",
        "有效票",
        "有效票数",
        "排名",
        "名次",
        "等次",
    ];
    let leaf = fold(head.rsplit('/').next().unwrap_or(head));
    let bare = leaf.split('(').next().unwrap_or_default();
    KNOWN.contains(&bare)
}

/// A head without the full mark in its brackets, for comparing it with an indicator's names.
pub(super) fn without_brackets(head: &str) -> String {
    fold(head).split('(').next().unwrap_or_default().to_owned()
}
