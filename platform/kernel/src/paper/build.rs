//! Writing a paper step by step.

use super::{Block, Fact, Level, Paper, Signature, Table, Terms, number};
use crate::Day;

impl Paper {
    /// In another language.
    #[must_use]
    pub fn terms(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }

    /// The organ's name at the head, in red.
    #[must_use]
    pub fn organ(mut self, name: impl Into<String>) -> Self {
        self.organ = Some(name.into());
        self
    }

    /// The document's number.
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Whom it is sent to; the colon is added.
    #[must_use]
    pub fn to(mut self, addressee: impl Into<String>) -> Self {
        self.addressee = Some(addressee.into());
        self
    }

    /// Sheets on their long side.
    #[must_use]
    pub fn landscape(mut self) -> Self {
        self.landscape = true;
        self
    }

    /// One more part.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// A paragraph; line ends in it begin new ones.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        // The indent is the layout's business.
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.blocks.extend(lines.map(|line| Block::Text(line.to_owned())));
        self
    }

    /// A heading exactly as it is written, number and all.
    #[must_use]
    pub fn heading(self, level: Level, text: impl Into<String>) -> Self {
        self.block(Block::Heading { level, text: text.into() })
    }

    /// A heading of the first level with the next number before it: `一、`.
    #[must_use]
    pub fn section(self, text: impl AsRef<str>) -> Self {
        self.numbered(Level::First, text.as_ref())
    }

    /// A heading of the second level with the next number before it: `（一）`.
    #[must_use]
    pub fn subsection(self, text: impl AsRef<str>) -> Self {
        self.numbered(Level::Second, text.as_ref())
    }

    /// A heading of the third level with the next number before it: `1. `.
    #[must_use]
    pub fn point(self, text: impl AsRef<str>) -> Self {
        self.numbered(Level::Third, text.as_ref())
    }

    /// Names and values, as a form's head has them.
    #[must_use]
    pub fn facts<F: Into<Fact>>(self, facts: impl IntoIterator<Item = F>) -> Self {
        self.block(Block::Facts(facts.into_iter().map(Into::into).collect()))
    }

    /// A table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Lines to be filled in by hand.
    #[must_use]
    pub fn blank(self, label: impl Into<String>, lines: u8) -> Self {
        self.block(Block::Blank { label: label.into(), lines })
    }

    /// A row of boxes, one to be ticked by hand.
    #[must_use]
    pub fn choices<S: Into<String>>(
        self,
        question: impl Into<String>,
        options: impl IntoIterator<Item = S>,
    ) -> Self {
        let options = options.into_iter().map(Into::into).collect();
        self.block(Block::Choices { question: question.into(), options })
    }

    /// What follows stands on a new sheet.
    #[must_use]
    pub fn page_break(self) -> Self {
        self.block(Block::PageBreak)
    }

    /// Another form on a new sheet, under a title of its own.
    #[must_use]
    pub fn form(self, title: impl Into<String>) -> Self {
        self.page_break().block(Block::Title(title.into()))
    }

    /// One more name in the list of attachments.
    #[must_use]
    pub fn attach(mut self, name: impl Into<String>) -> Self {
        self.attachments.push(name.into());
        self
    }

    /// Who signs, and the day.
    #[must_use]
    pub fn signed(mut self, body: impl Into<String>, day: Day) -> Self {
        self.signature = Some(Signature { body: body.into(), day, seal: None });
        self
    }

    /// Words where the seal goes; after [`Paper::signed`].
    #[must_use]
    pub fn sealed(mut self, words: impl Into<String>) -> Self {
        if let Some(signature) = &mut self.signature {
            signature.seal = Some(words.into());
        }
        self
    }

    /// Who gets a copy.
    #[must_use]
    pub fn copies_to(mut self, names: impl Into<String>) -> Self {
        self.copies_to = Some(names.into());
        self
    }

    fn numbered(self, level: Level, text: &str) -> Self {
        let own = self.blocks.iter().rev().take_while(|block| !matches!(block, Block::Title(_)));
        let levels = own.filter_map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        });
        let before = levels.take_while(|before| *before >= level).filter(|before| *before == level).count();
        let number = number::of_heading(level, before + 1, self.is_chinese());
        self.heading(level, format!("{number}{text}"))
    }
}
