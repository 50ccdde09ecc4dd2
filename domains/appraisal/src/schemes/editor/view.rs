//! What a form page shows: blocks of fields and tables of rows, each with what was typed and what is wrong.

use kernel::FieldError;
use schemars::JsonSchema;
use serde::Serialize;
use web::Words;

use super::typed::Pairs;

/// One thing to type or choose.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Field {
    pub name: String,
    pub label: String,
    pub value: String,
    pub hint: String,
    pub error: String,
    /// `line`, `number`, `choice`, `flag`, or `text` for what is only told.
    pub kind: &'static str,
    /// Choices: value and label.
    pub options: Vec<(String, String)>,
    pub required: bool,
    /// Name of the running sum this number adds to.
    pub adds: String,
}

/// Fields under a heading, or a table of rows.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Block {
    pub title: String,
    pub lead: String,
    pub fields: Vec<Field>,
    /// Whether the fields stand side by side.
    pub side_by_side: bool,
    pub table: Option<Table>,
    /// A choice with a button of its own that changes which fields follow.
    pub switch: Option<Switch>,
}

/// A table whose cells are fields.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Table {
    pub list: &'static str,
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    /// Rows can be moved and removed.
    pub movable: bool,
    /// The sum of a column, below the table.
    pub sum: Option<Sum>,
}

/// Head of a column.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Head {
    pub label: String,
    pub number: bool,
}

/// One row.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Row {
    pub index: usize,
    /// Code of the entry; empty for a new one.
    pub key: String,
    /// Name of the entry, for whoever hears the page.
    pub label: String,
    pub cells: Vec<Field>,
    /// What is seldom needed.
    pub more: Vec<Field>,
    /// The head of this row and of those that follow it.
    pub group: Option<Group>,
    pub first: bool,
    pub last: bool,
}

/// What several rows have in common.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Group {
    pub label: String,
    pub rows: usize,
    pub sum: Sum,
}

/// The sum of a column.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Sum {
    /// As in [`Field::adds`].
    pub name: String,
    pub label: String,
    pub value: String,
    /// What it should be.
    pub goal: String,
    pub right: bool,
}

/// A choice that decides which fields follow.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Switch {
    pub field: Field,
    /// Value of the button's `do`.
    pub act: &'static str,
    pub button: String,
}

impl Table {
    /// Rows of entries that have something seldom needed.
    pub fn with_more(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| !row.more.is_empty() && !row.key.is_empty()).collect()
    }

    /// Whether what is seldom needed is shown at once: something in it is wrong.
    pub fn opened(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.more).any(|field| !field.error.is_empty())
    }

    pub fn grouped(&self) -> bool {
        self.rows.iter().any(|row| row.group.is_some())
    }
}

impl Field {
    pub fn line(name: impl Into<String>, label: String, value: impl Into<String>) -> Self {
        Self { name: name.into(), label, value: value.into(), kind: "line", ..Self::default() }
    }

    pub fn number(name: impl Into<String>, label: String, value: impl Into<String>) -> Self {
        Self { kind: "number", ..Self::line(name, label, value) }
    }

    pub fn choice(
        name: impl Into<String>,
        label: String,
        value: impl Into<String>,
        options: Vec<(String, String)>,
    ) -> Self {
        Self { kind: "choice", options, ..Self::line(name, label, value) }.with_own_choice()
    }

    pub fn flag(name: impl Into<String>, label: String, on: bool) -> Self {
        Self { kind: "flag", ..Self::line(name, label, if on { "yes" } else { "" }) }
    }

    pub fn text(label: String, value: impl Into<String>) -> Self {
        Self { kind: "text", ..Self::line("", label, value) }
    }

    #[must_use]
    pub fn hint(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    #[must_use]
    pub fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    #[must_use]
    pub fn adds(self, name: impl Into<String>) -> Self {
        Self { adds: name.into(), ..self }
    }

    /// A value that is no longer on offer stays choosable, so that a form that is sent back changes nothing else.
    fn with_own_choice(mut self) -> Self {
        if self.options.iter().all(|(value, _)| *value != self.value) {
            let own = (self.value.clone(), self.value.clone());
            self.options.insert(0, own);
        }
        self
    }

    fn put(&mut self, typed: &Pairs, errors: &[FieldError], words: &Words) {
        match typed.get(&self.name) {
            Some(value) => self.value.clone_from(value),
            None if typed.contains_key(&format!("has_{}", self.name)) => self.value.clear(),
            None => {}
        }
        let own = errors.iter().filter(|error| error.field == self.name && !self.name.is_empty());
        self.error = own.map(|error| words.say(&error.say)).collect::<Vec<_>>().join(" ");
    }
}

impl Block {
    pub fn fields(fields: Vec<Field>) -> Self {
        Self { fields, ..Self::default() }
    }

    pub fn side_by_side(fields: Vec<Field>) -> Self {
        Self { fields, side_by_side: true, ..Self::default() }
    }

    pub fn table(title: String, lead: String, table: Table) -> Self {
        Self { title, lead, table: Some(table), ..Self::default() }
    }

    #[must_use]
    pub fn titled(self, title: String, lead: String) -> Self {
        Self { title, lead, ..self }
    }

    fn every(&mut self) -> impl Iterator<Item = &mut Field> {
        let rows = self.table.iter_mut().flat_map(|table| table.rows.iter_mut());
        let cells = rows.flat_map(|row| row.cells.iter_mut().chain(row.more.iter_mut()));
        self.fields.iter_mut().chain(self.switch.iter_mut().map(|switch| &mut switch.field)).chain(cells)
    }
}

impl Table {
    pub fn new(list: &'static str, heads: Vec<Head>) -> Self {
        Self { list, heads, movable: true, ..Self::default() }
    }

    /// One more row; `cells` and `more` get the beginning of its fields' names.
    pub fn row(
        &mut self,
        key: &str,
        label: &str,
        cells: impl FnOnce(&str) -> Vec<Field>,
        more: impl FnOnce(&str) -> Vec<Field>,
    ) {
        let index = self.rows.len();
        let at = format!("{}_{index}_", self.list);
        let (cells, more) = (cells(&at), more(&at));
        self.rows.push(Row {
            index,
            key: key.to_owned(),
            label: label.to_owned(),
            cells,
            more,
            ..Row::default()
        });
    }

    /// Marks which rows can go up or down.
    #[must_use]
    pub fn done(mut self) -> Self {
        let known = self.rows.iter().filter(|row| !row.key.is_empty()).count();
        for (place, row) in self.rows.iter_mut().enumerate() {
            row.first = place == 0;
            row.last = place + 1 >= known;
        }
        self
    }
}

impl Head {
    pub fn text(label: String) -> Self {
        Self { label, number: false }
    }

    pub fn number(label: String) -> Self {
        Self { label, number: true }
    }
}

/// Puts what was typed, and what is wrong with it, in place of what the draft holds.
pub(crate) fn fill(blocks: &mut [Block], typed: &Pairs, errors: &[FieldError], words: &Words) {
    for block in blocks {
        if let Some(table) = &mut block.table {
            for row in &mut table.rows {
                if let Some(key) = typed.get(&format!("{}_{}_key", table.list, row.index)) {
                    row.key.clone_from(key);
                }
            }
        }
        block.every().for_each(|field| field.put(typed, errors, words));
    }
}

/// The pairs that a browser sends for a form as it is shown.
#[cfg(test)]
pub(crate) fn pairs(blocks: &[Block]) -> Pairs {
    let mut pairs = Pairs::new();
    for mut block in blocks.iter().cloned() {
        if let Some(table) = &block.table {
            let keys = table.rows.iter();
            pairs.extend(keys.map(|row| (format!("{}_{}_key", table.list, row.index), row.key.clone())));
        }
        for field in block.every().filter(|field| !field.name.is_empty()) {
            let ticked = field.value == "yes";
            match field.kind {
                "flag" => {
                    pairs.insert(format!("has_{}", field.name), "1".into());
                    if ticked {
                        pairs.insert(field.name.clone(), "yes".into());
                    }
                }
                _ => {
                    pairs.insert(field.name.clone(), field.value.clone());
                }
            }
        }
    }
    pairs
}
