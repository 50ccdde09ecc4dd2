//! Finding the row of heads in a sheet, and which column holds what.

use std::collections::BTreeMap;

use kernel::{Problem, Say};

use crate::table::{Fill, Table};
use crate::value::{Address, column_letters};

/// Rows at the top of a sheet among which the heads are looked for; titles and a line for the unit stand above them.
const SEARCHED: u32 = 20;

/// A field that is looked for, and the names under which offices write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Name of the field in the code.
    pub field: String,
    /// Heads under which it may stand, the usual one first.
    pub names: Vec<String>,
    /// Whether the sheet is refused without it.
    pub required: bool,
}

impl FieldSpec {
    /// A required field with its heads, the usual one first.
    pub fn new<N: AsRef<str>>(field: impl Into<String>, names: &[N]) -> Self {
        let names = names.iter().map(|name| name.as_ref().to_owned()).collect();
        Self { field: field.into(), names, required: true }
    }

    /// The same field, which the sheet may lack.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    fn usual(&self) -> &str {
        self.names.first().map_or(self.field.as_str(), String::as_str)
    }
}

/// What a person set by hand where the recognition went wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manual {
    /// The last row of heads, counted from 0.
    pub row: Option<u32>,
    /// Field → column counted from 0.
    pub columns: BTreeMap<String, u32>,
}

/// A column and what stands at its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The column, counted from 0.
    pub column: u32,
    /// Its head; of two rows joined as `领导班子/班子建设(10分)`.
    pub title: String,
    /// The field it was recognised as.
    pub field: Option<String>,
}

/// The heads of a sheet and where each field stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderMap {
    /// First row of heads, counted from 0.
    pub first: u32,
    /// Last row of heads; the data begin below it.
    pub last: u32,
    /// Every column with a head, recognised or not.
    pub heads: Vec<Head>,
    columns: BTreeMap<String, u32>,
}

impl HeaderMap {
    /// Column of a field, counted from 0.
    pub fn column(&self, field: &str) -> Option<u32> {
        self.columns.get(field).copied()
    }

    /// Field → column.
    pub fn columns(&self) -> &BTreeMap<String, u32> {
        &self.columns
    }
}

/// Why the heads of a sheet could not be made out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    /// The sheet.
    pub sheet: String,
    /// What is wrong.
    pub fault: HeaderFault,
    /// The columns of the row that came nearest, to be assigned by hand.
    pub heads: Vec<Head>,
}

/// What is wrong with the heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderFault {
    /// Nothing stands in the sheet at all.
    Empty,
    /// No row looks like the heads that were wanted.
    NotFound {
        /// The usual names of the required fields.
        wanted: Vec<String>,
    },
    /// The row was found; columns are missing or cannot be told apart.
    Columns {
        /// The row, counted from 1 as the office program shows it.
        row: u32,
        /// Usual names of the required fields that no column bears.
        missing: Vec<String>,
        /// Usual name of a field with the letters of the columns that all bear it.
        ambiguous: Vec<(String, Vec<String>)>,
    },
}

impl HeaderError {
    /// The sentences for the person who sent the file, one for each thing to mend.
    pub fn says(&self) -> Vec<Say> {
        match &self.fault {
            HeaderFault::Empty => vec![Say::new("office-sheet-empty").with("sheet", &self.sheet)],
            HeaderFault::NotFound { wanted } => {
                let say = Say::new("office-head-not-found").with("sheet", &self.sheet);
                vec![say.with("rows", SEARCHED).with("names", wanted.join("、"))]
            }
            HeaderFault::Columns { row, missing, ambiguous } => {
                let on = |key| Say::new(key).with("sheet", &self.sheet).with("row", row);
                let mut says = Vec::new();
                if !missing.is_empty() {
                    says.push(on("office-head-missing").with("names", missing.join("、")));
                }
                says.extend(ambiguous.iter().map(|(name, columns)| {
                    on("office-head-ambiguous").with("name", name).with("columns", columns.join("、"))
                }));
                says
            }
        }
    }
}

impl From<HeaderError> for Problem {
    fn from(error: HeaderError) -> Self {
        let say = error.says().into_iter().next();
        Self::Refused(say.unwrap_or_else(|| Say::new("office-sheet-empty").with("sheet", &error.sheet)))
    }
}

/// Finds the heads among the first 20 rows of a sheet: the row, or the two merged rows, in which most of the fields
/// stand. Heads are compared after folding, without punctuation, then also without what stands in brackets, then
/// joined over two rows.
///
/// # Errors
/// [`HeaderError`] when nothing stands there, no row fits, a required field is missing or two columns bear one field.
pub fn find_header(
    table: &Table,
    fields: &[FieldSpec],
    manual: &Manual,
) -> Result<HeaderMap, Box<HeaderError>> {
    let fail = |fault, heads| Box::new(HeaderError { sheet: table.name.clone(), fault, heads });
    if table.rows.is_empty() {
        return Err(fail(HeaderFault::Empty, Vec::new()));
    }
    let sought: Vec<Sought<'_>> =
        fields.iter().filter(|f| !manual.columns.contains_key(&f.field)).map(Sought::new).collect();
    let mut best: Option<Candidate> = None;
    for row in &table.rows {
        let wanted = manual.row.map_or(row.index < SEARCHED, |chosen| row.index == chosen);
        for depth in (0..=1).filter(|_| wanted) {
            let Some(candidate) = Candidate::new(table, row.index, depth, &sought) else { continue };
            if best.as_ref().is_none_or(|best| candidate.score > best.score) {
                best = Some(candidate);
            }
        }
    }
    let unfound = || HeaderFault::NotFound {
        wanted: fields.iter().filter(|f| f.required).map(|f| f.usual().to_owned()).collect(),
    };
    let Some(best) = best else { return Err(fail(unfound(), Vec::new())) };
    if best.score.1 == 0 && !sought.is_empty() && manual.row.is_none() {
        return Err(fail(unfound(), best.heads));
    }
    let missing: Vec<String> = sought
        .iter()
        .map(|sought| sought.spec)
        .filter(|f| f.required && !best.found.contains_key(&f.field))
        .map(|f| f.usual().to_owned())
        .collect();
    let ambiguous: Vec<(String, Vec<String>)> = sought
        .iter()
        .map(|sought| sought.spec)
        .filter_map(|f| {
            best.found.get(&f.field).filter(|columns| columns.len() > 1).map(|columns| (f, columns))
        })
        .map(|(f, columns)| (f.usual().to_owned(), columns.iter().map(|c| column_letters(*c)).collect()))
        .collect();
    if !missing.is_empty() || !ambiguous.is_empty() {
        return Err(fail(HeaderFault::Columns { row: best.last + 1, missing, ambiguous }, best.heads));
    }
    let found = best.found.into_iter().filter_map(|(field, columns)| Some((field, *columns.first()?)));
    let columns: BTreeMap<String, u32> = found.chain(manual.columns.clone()).collect();
    let mut heads = best.heads;
    for head in &mut heads {
        head.field =
            columns.iter().find(|(_, column)| **column == head.column).map(|(field, _)| field.clone());
    }
    Ok(HeaderMap { first: best.first, last: best.last, heads, columns })
}

/// A field that is looked for, its names folded once and not for every head they are compared with.
struct Sought<'a> {
    spec: &'a FieldSpec,
    plain: Vec<String>,
    bare: Vec<String>,
}

impl<'a> Sought<'a> {
    fn new(spec: &'a FieldSpec) -> Self {
        let fold = |how: fn(&str) -> String| spec.names.iter().map(|name| how(name)).collect();
        Self { spec, plain: fold(plain), bare: fold(bare) }
    }
}

/// One or two rows taken for the heads.
struct Candidate {
    /// Required fields found, then all fields found: more is better, and of equals the first seen stays.
    score: (usize, usize),
    first: u32,
    last: u32,
    heads: Vec<Head>,
    found: BTreeMap<String, Vec<u32>>,
}

impl Candidate {
    fn new(table: &Table, last: u32, depth: u32, fields: &[Sought<'_>]) -> Option<Self> {
        let first = last.checked_sub(depth)?;
        let rows = [table.row(first)?, table.row(last)?];
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let mut heads = Vec::new();
        let mut keys = Vec::new();
        for column in 0..u32::try_from(width).unwrap_or(0) {
            let mut texts: Vec<String> = Vec::new();
            for row in first..=last {
                let text = table.located(Address::new(row, column), Fill::Everywhere).cell.value.to_string();
                if !text.is_empty() && texts.last() != Some(&text) {
                    texts.push(text);
                }
            }
            let Some(leaf) = texts.last() else { continue };
            let joined = texts.concat();
            keys.push((column, [plain(leaf), bare(leaf), plain(&joined), bare(&joined)]));
            let title =
                texts.iter().map(|text| text.split_whitespace().collect::<String>()).collect::<Vec<_>>();
            heads.push(Head { column, title: title.join("/"), field: None });
        }
        let found = assign(fields, &keys);
        let required = fields.iter().filter(|f| f.spec.required && found.contains_key(&f.spec.field)).count();
        Some(Self { score: (required, found.len()), first, last, heads, found })
    }
}

/// Gives each field the columns that fit it best; a column goes to the field that it fits best.
fn assign(fields: &[Sought<'_>], keys: &[(u32, [String; 4])]) -> BTreeMap<String, Vec<u32>> {
    let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut taken: Vec<u32> = Vec::new();
    for closeness in 0..=4 {
        for field in fields {
            if found.contains_key(&field.spec.field) {
                continue;
            }
            let fits = |(_, keys): &&(u32, [String; 4])| {
                let [_, bare, ..] = keys;
                let (key, names) = match keys.get(closeness) {
                    Some(key) => (key, &field.plain),
                    None => (bare, &field.bare),
                };
                !key.is_empty() && names.contains(key)
            };
            let columns: Vec<u32> =
                keys.iter().filter(fits).map(|(column, _)| *column).filter(|c| !taken.contains(c)).collect();
            if !columns.is_empty() {
                taken.extend(&columns);
                found.insert(field.spec.field.clone(), columns);
            }
        }
    }
    found
}

/// A head as it is compared: folded, in small letters, letters and digits only.
fn plain(text: &str) -> String {
    kernel::names::fold(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A head without what stands in brackets: `班子建设(10分)` is `班子建设`.
fn bare(text: &str) -> String {
    let mut depth = 0_u32;
    let folded = kernel::names::fold(text);
    let outside = folded.chars().filter(|c| match c {
        '(' | '[' | '{' | '【' | '〔' | '<' | '《' => {
            depth += 1;
            false
        }
        ')' | ']' | '}' | '】' | '〕' | '>' | '》' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    plain(&outside.collect::<String>())
}
