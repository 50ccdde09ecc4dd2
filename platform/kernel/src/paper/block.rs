//! The parts of a paper.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Cell, Sheet};

/// Rank of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 一、 in 黑体.
    First,
    /// （一） in 楷体.
    Second,
    /// 1. in 仿宋.
    Third,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "content", rename_all = "snake_case")]
pub enum Block {
    /// A heading, exactly as it is written.
    Heading {
        /// Its rank.
        level: Level,
        /// Its words, with the number.
        text: String,
    },
    /// One paragraph.
    Text(String),
    /// Names and values.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// Lines to be filled in by hand.
    Blank {
        /// What is asked for.
        label: String,
        /// How many lines.
        lines: u8,
    },
    /// Boxes, one of which is ticked by hand.
    Choices {
        /// What is asked.
        question: String,
        /// The words beside the boxes.
        options: Vec<String>,
    },
    /// What follows stands on a new sheet.
    PageBreak,
    /// The title of another form on the same paper.
    Title(String),
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The value; empty to be filled in by hand.
    pub value: String,
}

impl<L: Into<String>, V: Into<String>> From<(L, V)> for Fact {
    fn from((label, value): (L, V)) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

impl Fact {
    /// Half-widths of characters that fit beside another fact on the same line.
    const BESIDE: usize = 20;

    /// The same facts line by line: two on a line, a long one by itself.
    pub fn lines(facts: &[Self]) -> impl Iterator<Item = &[Self]> {
        let mut left = facts;
        std::iter::from_fn(move || {
            let short = |fact: &Self| half_widths(&fact.value) <= Self::BESIDE;
            let take = left.iter().take(2).take_while(|fact| short(fact)).count().max(1);
            let (line, rest) = left.split_at_checked(take)?;
            left = rest;
            Some(line)
        })
    }
}

/// Width of a text in half-widths: a Chinese character takes two.
pub fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// To the left.
    #[default]
    Left,
    /// In the middle.
    Middle,
    /// To the right: figures.
    Right,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the width beside the weights of the others; 1 or more.
    pub weight: u16,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    /// A column with that head, of weight 2, its text to the left.
    pub fn new(head: impl Into<String>) -> Self {
        Self { head: head.into(), weight: 2, align: Align::Left }
    }

    /// Its share of the width; 0 counts as 1.
    #[must_use]
    pub fn weight(mut self, weight: u16) -> Self {
        self.weight = weight.max(1);
        self
    }

    /// Text in the middle.
    #[must_use]
    pub fn middle(mut self) -> Self {
        self.align = Align::Middle;
        self
    }

    /// Figures to the right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }
}

/// A table on a paper: its head is repeated on every sheet, its rows are not torn apart.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    /// What stands above it.
    pub caption: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; shorter ones are filled up with [`Cell::Empty`].
    pub rows: Vec<Vec<Cell>>,
    /// The row of sums below.
    pub total: Option<Vec<Cell>>,
    /// Whether its rows leave room for handwriting.
    pub roomy: bool,
}

impl Table {
    /// A table of those columns without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: None,
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
            total: None,
            roomy: false,
        }
    }

    /// What stands above it, and names its sheet in a workbook.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// One more row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// More rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The row of sums.
    #[must_use]
    pub fn total(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.total = Some(cells.into_iter().collect());
        self
    }

    /// Rows with room for handwriting.
    #[must_use]
    pub fn roomy(mut self) -> Self {
        self.roomy = true;
        self
    }

    /// The same table for a workbook, named by its caption or else by `name`.
    pub fn sheet(&self, name: &str) -> Sheet {
        Sheet {
            name: self.caption.clone().unwrap_or_else(|| name.to_owned()),
            head: self.columns.iter().map(|column| column.head.clone()).collect(),
            rows: self.rows.iter().chain(&self.total).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_fact_stands_by_itself() {
        let long = "一二三四五六七八九十一";
        let facts: Vec<Fact> =
            [("a", "1"), ("b", "2"), ("c", "3"), ("d", long), ("e", ""), ("f", "4")].map(Fact::from).into();
        let lines = Fact::lines(&facts).map(|line| line.iter().map(|fact| fact.label.as_str()).collect());
        assert_eq!(lines.collect::<Vec<String>>(), ["ab", "c", "d", "ef"]);
        assert_eq!(Fact::lines(&[]).count(), 0);
    }
}
