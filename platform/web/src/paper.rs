//! A paper as a page: a sheet on the screen and in the printer, the same address as .docx, as JSON, and, where there are
//! tables on it, as a workbook.

use askama::Template;
use kernel::paper::{Align, Block, Column, Fact, Level, Table, half_widths};
use kernel::{Act, Cell, Paper, Sheet};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::answer::{DOCX, Page, XLSX};
use crate::scene::Reading;
use crate::words::Words;

/// The view of a paper; its JSON face is the paper itself.
///
/// ```ignore
/// Ok(PaperView::new(cx, paper).back(format!("/cycles/{id}"), label).named("通知"))
/// ```
#[derive(Template)]
#[template(path = "paper.html")]
pub struct PaperView {
    words: Words,
    paper: Paper,
    back: Option<(String, String)>,
    file_name: Option<String>,
    /// Address of this page, query and all.
    path: String,
}

impl PaperView {
    /// The paper, with the words and the address of the page that is asked for.
    pub fn new<A: Act>(cx: &Reading<'_, A>, paper: Paper) -> Self {
        Self { words: cx.words(), paper, back: None, file_name: None, path: cx.scene.path.clone() }
    }

    /// The record it belongs to: address and label of the way back.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.back = Some((href.into(), label.into()));
        self
    }

    /// Name of the files, without ending; the paper's title if none is given.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// This address in another face.
    fn face(&self, format: &str) -> String {
        let joint = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{joint}format={format}", self.path)
    }

    /// The blocks with the level each heading takes on the page: none is skipped, whatever the paper does.
    fn blocks(&self) -> Vec<(u8, &Block)> {
        let mut last = 1;
        let blocks = self.paper.blocks.iter();
        blocks
            .map(|block| {
                match block {
                    Block::Heading { level, .. } => last = depth(*level).min(last + 1),
                    Block::Title(_) => last = 2,
                    _ => {}
                }
                (last, block)
            })
            .collect()
    }

    /// Class of a heading.
    fn heading(&self, level: &Level) -> &'static str {
        match level {
            Level::First => "first",
            Level::Second => "second",
            Level::Third => "third",
        }
    }

    /// Class of the organ's name by its length, so that it stays on one line.
    fn organ_size(&self, organ: &str) -> &'static str {
        match half_widths(organ) {
            ..=26 => "",
            27..=34 => " paper-organ-long",
            _ => " paper-organ-longest",
        }
    }

    /// The addressee with its colon.
    fn addressee(&self) -> Option<String> {
        let addressee = self.paper.addressee.as_deref()?;
        Some(format!("{}{}", addressee.trim_end_matches(['：', ':']), self.paper.terms.colon.trim_end()))
    }

    /// What a table is called: its caption, or the title of the form it stands in; numbered where that is no name of its
    /// own.
    fn name_of(&self, table: &Table) -> String {
        let mut title = self.paper.title_line();
        let mut before: Vec<String> = Vec::new();
        for block in &self.paper.blocks {
            match block {
                Block::Title(next) => title = next.replace('\n', ""),
                Block::Table(one) => {
                    let name = one.caption.as_ref().unwrap_or(&title);
                    let nth = 1 + before.iter().filter(|known| *known == name).count();
                    if std::ptr::eq(one, table) {
                        return if nth == 1 { name.clone() } else { format!("{name} {nth}") };
                    }
                    before.push(name.clone());
                }
                _ => {}
            }
        }
        title
    }

    /// Class of a column's share of the width, in twentieths.
    fn share(&self, columns: &[Column], column: &Column) -> u32 {
        let sum: u32 = columns.iter().map(|column| u32::from(column.weight)).sum();
        (u32::from(column.weight) * 20 / sum.max(1)).clamp(1, 20)
    }

    /// Class of a cell by the column it stands in.
    fn align(&self, columns: &[Column], index: usize) -> &'static str {
        match columns.get(index).map(|column| column.align) {
            Some(Align::Right) => "num",
            Some(Align::Middle) => "mid",
            _ => "",
        }
    }

    /// A row as it is shown, as many cells as there are columns.
    fn cells(&self, columns: &[Column], row: &[Cell]) -> Vec<(&'static str, String)> {
        let shown = |index| row.get(index).map_or(String::new(), |cell| self.paper.shown(cell));
        (0..columns.len()).map(|index| (self.align(columns, index), shown(index))).collect()
    }
}

/// Level of a heading on a page whose title is the first.
fn depth(level: Level) -> u8 {
    match level {
        Level::First => 2,
        Level::Second => 3,
        Level::Third => 4,
    }
}

impl std::fmt::Debug for PaperView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PaperView({})", self.paper.title)
    }
}

impl Serialize for PaperView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.paper.serialize(serializer)
    }
}

impl JsonSchema for PaperView {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Paper::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        Paper::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Paper::json_schema(generator)
    }
}

impl Page for PaperView {
    const MEDIA: &'static [&'static str] = &[DOCX, XLSX];

    fn title(&self) -> String {
        self.paper.title_line()
    }

    fn sheets(&self) -> Vec<Sheet> {
        self.paper.sheets()
    }

    fn paper(&self) -> Option<Paper> {
        Some(self.paper.clone())
    }

    fn file_name(&self) -> Option<String> {
        Some(self.file_name.clone().unwrap_or_else(|| self.paper.title_line()))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Day;

    use super::*;
    use crate::words::Lang;

    fn view(lang: Lang, path: &str, paper: impl FnOnce(Paper) -> Paper) -> PaperView {
        let words = Words::load(lang, &[crate::TEXTS]).unwrap();
        let paper = paper(words.paper("t"));
        PaperView { words, paper, back: None, file_name: None, path: path.to_owned() }
    }

    #[test]
    fn no_level_of_heading_is_skipped() {
        let html = view(Lang::Zh, "/p", |paper| paper.point("c").subsection("b").section("a").point("d"));
        let html = html.render().unwrap();
        for heading in [
            "<h2 class=\"paper-heading paper-third\">1. c",
            "<h3 class=\"paper-heading paper-second\">（一）b",
        ] {
            assert!(html.contains(heading), "{html}");
        }
        assert!(html.contains(">一、a</h2>") && html.contains(">1. d</h3>"), "{html}");
    }

    #[test]
    fn the_other_faces_keep_the_query() {
        assert_eq!(view(Lang::Zh, "/p?year=2015", |paper| paper).face("docx"), "/p?year=2015&format=docx");
        assert_eq!(view(Lang::Zh, "/p", |paper| paper).face("xlsx"), "/p?format=xlsx");
    }

    #[test]
    fn a_workbook_is_offered_where_there_is_a_table() {
        let table = || Table::new([Column::new("a"), Column::new("b")]).row([Cell::Int(1)]);
        let with = view(Lang::Zh, "/p", |paper| paper.table(table().caption("x")).table(table()));
        assert!(with.render().unwrap().contains("format=xlsx"));
        let names: Vec<_> = with.sheets().into_iter().map(|sheet| sheet.name).collect();
        assert_eq!(names, ["x", "t"]);
        let without = view(Lang::Zh, "/p", |paper| paper.text("x"));
        assert!(!without.render().unwrap().contains("format=xlsx") && without.sheets().is_empty());
    }

    #[test]
    fn text_is_text_and_the_day_speaks_the_readers_language() {
        let day = Day::parse("2015-12-02").unwrap();
        let html = view(Lang::En, "/p", |paper| paper.text("<b>").to("All").signed("C", day).attach("x"));
        let html = html.render().unwrap();
        for text in ["&#60;b&#62;", ">All:<", ">2 December 2015<", ">Attachments: <", "lang=\"en\""] {
            assert!(html.contains(text), "{text}: {html}");
        }
    }
}
