//! A paper (公文) as data: what a notice, a form or a record of scores says, before anyone decides whether it becomes a
//! .docx, a page to print or JSON. Nothing here knows of fonts; the faces keep to GB/T 9704-2012.
//!
//! ```
//! use kernel::paper::{Column, Paper, Table};
//! use kernel::{Cell, Day};
//!
//! let ranks = Table::new([
//!     Column::new("名次").weight(1).middle(),
//!     Column::new("党组织").weight(4),
//!     Column::new("得分").weight(2).right(),
//! ])
//! .caption("综合管理类")
//! .row([Cell::Int(1), "机关服务中心党委".into(), Cell::Decimal { units: 9342, digits: 2 }]);
//! let paper = Paper::new("关于2015年度晋位升级考评结果的通知")
//!     .organ("中共××局直属机关委员会")
//!     .number("机党发〔2015〕3号")
//!     .to("各基层党组织")
//!     .text("现将2015年度考评结果通知如下。")
//!     .section("考评结果")
//!     .table(ranks)
//!     .attach("得分说明单")
//!     .signed("中共××局直属机关委员会", Day::parse("2015-12-02")?)
//!     .copies_to("局党组成员。");
//! assert_eq!(paper.blocks.len(), 3);
//! assert_eq!(paper.sheets()[0].name, "综合管理类");
//! # Ok::<(), kernel::time::NotADay>(())
//! ```

mod block;
mod build;
mod number;

use schemars::JsonSchema;
use serde::Serialize;

pub use block::{Align, Block, Column, Fact, Level, Table, half_widths};

use crate::{Cell, Day, Sheet};

/// The few words that the layout itself puts into a paper, in the paper's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Terms {
    /// BCP 47 tag of the language: decides how days and headings are numbered.
    pub lang: String,
    /// Stands between a label and what it names.
    pub colon: String,
    /// Before the list of attachments.
    pub attachment: String,
    /// Before those who get a copy.
    pub copies: String,
}

impl Default for Terms {
    /// The standard's own words.
    fn default() -> Self {
        Self {
            lang: "zh-CN".into(), colon: "：".into(), attachment: "附件".into(), copies: "抄送".into()
        }
    }
}

/// Who signs, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Signature {
    /// The body or person.
    pub body: String,
    /// The day of the paper (成文日期).
    pub day: Day,
    /// Words where the seal goes, as `（盖章）`. With them the day leaves room for it.
    pub seal: Option<String>,
}

/// A paper. Text is plain: what looks like markup in it is text in every face.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Paper {
    /// What it is about (标题). A line end in it is where a long title breaks on a sheet.
    pub title: String,
    /// Words of the layout, and the language.
    pub terms: Terms,
    /// The line at the head with the name of the organ (发文机关标志), in red.
    pub organ: Option<String>,
    /// Number of the document (发文字号), as `机党发〔2015〕3号`.
    pub number: Option<String>,
    /// Whom it is sent to (主送), without the colon.
    pub addressee: Option<String>,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
    /// Names of what is attached (附件说明).
    pub attachments: Vec<String>,
    /// Who signs.
    pub signature: Option<Signature>,
    /// Who gets a copy (抄送).
    pub copies_to: Option<String>,
    /// Whether the sheets lie on their long side, for wide tables.
    pub landscape: bool,
}

impl Paper {
    /// A paper with that title and nothing on it, in Chinese. Domains take `words.paper(title)`, which speaks the
    /// reader's language.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            terms: Terms::default(),
            organ: None,
            number: None,
            addressee: None,
            blocks: Vec::new(),
            attachments: Vec::new(),
            signature: None,
            copies_to: None,
            landscape: false,
        }
    }

    /// The title on one line, for the names of files and pages.
    pub fn title_line(&self) -> String {
        let between = if self.is_chinese() { "" } else { " " };
        self.title.lines().map(str::trim).collect::<Vec<_>>().join(between)
    }

    /// A day as papers of this language write it: `2015年12月2日`.
    pub fn day(&self, day: Day) -> String {
        if self.is_chinese() { day.in_chinese() } else { day.in_english() }
    }

    /// A cell as it is shown in this paper.
    pub fn shown(&self, cell: &Cell) -> String {
        match cell {
            Cell::Day(day) => self.day(*day),
            other => other.to_string(),
        }
    }

    /// Its tables, for a workbook; a table without a caption bears the paper's title.
    pub fn sheets(&self) -> Vec<Sheet> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        tables.map(|table| table.sheet(&self.title_line())).collect()
    }

    /// Whether there is a table on it.
    pub fn has_table(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Table(_)))
    }

    fn is_chinese(&self) -> bool {
        self.terms.lang.starts_with("zh")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(paper: &Paper) -> Vec<&str> {
        let blocks = paper.blocks.iter();
        blocks
            .filter_map(|block| match block {
                Block::Heading { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn headings_count_within_the_one_above() {
        let paper = Paper::new("t").section("a").subsection("b").point("c").point("d").text("x");
        let paper = paper.subsection("e").point("f").section("g").subsection("h");
        assert_eq!(
            headings(&paper),
            ["一、a", "（一）b", "1. c", "2. d", "（二）e", "1. f", "二、g", "（一）h"]
        );
        let paper = Paper::new("t").section("a").form("u").section("b");
        assert_eq!(headings(&paper), ["一、a", "一、b"], "another form begins anew");
        let terms = Terms { lang: "en".into(), ..Terms::default() };
        let paper = Paper::new("t").terms(terms).section("a").section("b").subsection("c");
        assert_eq!(headings(&paper), ["I. a", "II. b", "(1) c"]);
    }

    #[test]
    fn a_long_title_is_one_line_in_the_name_of_a_file() {
        let paper = Paper::new("关于考评结果\n的通知");
        assert_eq!(paper.title_line(), "关于考评结果的通知");
        let terms = Terms { lang: "en".into(), ..Terms::default() };
        assert_eq!(Paper::new("Notice of\nthe Results").terms(terms).title_line(), "Notice of the Results");
    }

    #[test]
    fn days_are_in_arabic_digits() {
        let day = Day::parse("2015-12-02").unwrap();
        assert_eq!(Paper::new("t").shown(&Cell::Day(day)), "2015年12月2日");
    }

    #[test]
    fn every_line_of_a_text_is_a_paragraph() {
        let paper = Paper::new("t").text("　　one\n\n two ");
        assert_eq!(paper.blocks, [Block::Text("one".into()), Block::Text("two".into())]);
    }

    #[test]
    fn json_names_the_kind_of_a_block_and_keeps_every_digit() {
        let table = Table::new([Column::new("n"), Column::new("v")]);
        let table = table.row([Cell::Empty, Cell::Decimal { units: 9650, digits: 2 }]);
        let json = serde_json::to_value(Paper::new("t").text("x").table(table).page_break()).unwrap();
        assert_eq!(json["blocks"][0], serde_json::json!({ "kind": "text", "content": "x" }));
        assert_eq!(json["blocks"][1]["content"]["rows"][0], serde_json::json!([null, "96.50"]));
        assert_eq!(json["blocks"][2], serde_json::json!({ "kind": "page_break" }));
    }
}
