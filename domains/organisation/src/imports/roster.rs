//! The two rosters, and the heads under which offices write their columns.

use office::{FieldSpec, Manual, Table, Workbook, find_header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a workbook holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roster {
    /// 基层党组织一览表
    Organisations,
    /// 党务干部名册
    Cadres,
}

/// A column of a roster.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Name in the code; message key `import-field-` with hyphens.
    pub(crate) field: &'static str,
    /// Whether a roster is refused without it.
    pub(crate) required: bool,
    /// Heads under which it stands, the usual one first; the last ones are those of the English exports.
    pub(crate) names: &'static [&'static str],
}

const fn column(field: &'static str, required: bool, names: &'static [&'static str]) -> Column {
    Column { field, required, names }
}

const ORGANISATIONS: &[Column] = &[
    column("code", false, &["组织代码", "党组织代码", "代码", "组织编码", "党组织编码", "编码", "Code"]),
    column(
        "name",
        true,
        &[
            "党组织全称",
            "党组织名称",
            "组织全称",
            "组织名称",
            "全称",
            "名称",
            "党组织",
            "Full name",
            "Name",
            "Organisation",
        ],
    ),
    column("short_name", false, &["简称", "党组织简称", "组织简称", "Short name"]),
    column("kind", true, &["类型", "党组织类型", "组织类型", "党组织类别", "组织类别", "Kind", "Type"]),
    column(
        "parent",
        true,
        &[
            "上级党组织",
            "上级组织",
            "所属上级",
            "上级党组织名称",
            "直接上级",
            "Organisation above",
            "Parent organisation",
            "Parent",
            "Under",
        ],
    ),
    column("category", false, &["考核类别", "考评类别", "参评类别", "类别", "Category"]),
    column("department", false, &["所在单位", "所属单位", "所在部门", "所属部门", "部门", "Department"]),
    column("founded", false, &["成立时间", "成立日期", "建立时间", "组建时间", "Founded"]),
    column("founded_document", false, &["成立文号", "批准文号", "成立批文", "Founding document"]),
    column("members", false, &["党员数", "党员人数", "党员总数", "Members"]),
    column(
        "probationary",
        false,
        &["预备党员数", "预备党员", "预备党员人数", "Probationary members", "Probationary"],
    ),
    column("under_35", false, &["35岁以下党员数", "35岁以下党员", "35岁以下", "Under 35"]),
    column("staff", false, &["职工数", "职工人数", "在岗职工数", "工作人员数", "在编人数", "Staff"]),
    column("contact", false, &["联系人", "联络员", "Contact"]),
    column("telephone", false, &["联系电话", "电话", "办公电话", "Telephone"]),
];

const CADRES: &[Column] = &[
    column(
        "organisation",
        true,
        &["所在党组织", "党组织", "党组织名称", "所属党组织", "所在组织", "所在支部", "Organisation"],
    ),
    column("name", true, &["姓名", "干部姓名", "Name"]),
    column("sex", false, &["性别", "Sex"]),
    column("born", false, &["出生年月", "出生日期", "出生时间", "出生年月日", "Born", "Date of birth"]),
    column(
        "identity",
        false,
        &["公民身份号码", "身份证号", "身份证号码", "身份证件号码", "身份号码", "Identity number"],
    ),
    column("post", true, &["党内职务", "职务", "党务职务", "党内任职", "Post"]),
    column(
        "full_time",
        false,
        &["专/兼职", "专兼职", "专职/兼职", "专职或兼职", "是否专职", "Full- or part-time", "Time"],
    ),
    column("since", false, &["任职时间", "任职日期", "任现职时间", "任职年月", "Since", "In post since"]),
    column(
        "joined",
        false,
        &["入党时间", "入党日期", "入党年月", "加入党组织时间", "Joined", "Joined the Party"],
    ),
    column("telephone", false, &["联系电话", "电话", "手机", "手机号码", "手机号", "Telephone"]),
];

/// Fields that must be found before a sheet counts as a roster at all.
const TELLING: usize = 3;

impl Roster {
    /// Both, in the order in which they are brought in.
    pub const ALL: [Self; 2] = [Self::Organisations, Self::Cadres];

    /// How it stands in the database, in JSON and in message keys (`import-roster-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::Cadres => "cadres",
        }
    }

    /// The one of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|roster| roster.code() == code)
    }

    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Organisations => ORGANISATIONS,
            Self::Cadres => CADRES,
        }
    }

    /// What is looked for in the heads; nothing is required when `leniently`.
    pub(crate) fn specs(self, leniently: bool) -> Vec<FieldSpec> {
        let spec = |column: &Column| {
            let spec = FieldSpec::new(column.field, column.names);
            if column.required && !leniently { spec } else { spec.optional() }
        };
        self.columns().iter().map(spec).collect()
    }

    /// How many columns of this roster a sheet has; 0 when it is too few to be one.
    pub(crate) fn likeness(self, table: &Table) -> usize {
        let Ok(header) = find_header(table, &self.specs(true), &Manual::default()) else { return 0 };
        let has = |column: &&Column| header.column(column.field).is_some();
        let found = self.columns().iter().filter(has).count();
        let required = self.columns().iter().filter(|column| column.required).filter(has).count();
        if found >= TELLING && required >= 2 { found } else { 0 }
    }

    /// The roster that a sheet is, by its heads.
    pub(crate) fn of_sheet(table: &Table) -> Option<Self> {
        if table.hidden || table.rows.is_empty() {
            return None;
        }
        let (likeness, roster) =
            Self::ALL.into_iter().map(|roster| (roster.likeness(table), roster)).max_by_key(|(n, _)| *n)?;
        (likeness > 0).then_some(roster)
    }
}

/// The roster that a workbook holds, by the heads of its sheets; its name and theirs decide nothing.
pub fn recognise(book: &Workbook) -> Option<Roster> {
    book.sheets.iter().find_map(Roster::of_sheet)
}
