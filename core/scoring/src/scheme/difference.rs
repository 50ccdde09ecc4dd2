//! What differs between two schemes, part by part and field by field, ready to be put into sentences.

use serde::Serialize;

use super::{Method, Scheme};
use crate::number::{Ratio, Score};

/// A list of a scheme whose order matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeList {
    /// Categories, as they are printed.
    Categories,
    /// Dimensions, as they are printed.
    Dimensions,
    /// Indicators, as they are printed.
    Indicators,
    /// Grades, best first.
    Grades,
    /// Guards.
    Guards,
    /// Vetoes.
    Vetoes,
}

/// A part of a scheme that is looked at, and changed, as one. Entries of lists are known by their code, categories by
/// their name; a changed code or name is told under the one before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "part", content = "code", rename_all = "snake_case")]
pub enum SchemePart {
    /// Name, code, version, full mark, and the digits of published figures.
    General,
    /// How totals become ranks.
    Ranking,
    /// A category.
    Category(String),
    /// A dimension.
    Dimension(String),
    /// An indicator with its method.
    Indicator(String),
    /// How ranks and totals become grades.
    Grading,
    /// A grade.
    Grade(String),
    /// A guard.
    Guard(String),
    /// A veto.
    Veto(String),
    /// The order of a list.
    Order(SchemeList),
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemeChange {
    /// The part it is about.
    pub part: SchemePart,
    /// Name of the part as it was, or as it is now where it is new; empty for parts there is only one of.
    pub name: String,
    /// The entry within the indicator's method: a choice, a voter group, a level, an event, a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<SchemeItem>,
    /// What became of it.
    pub edit: SchemeEdit,
}

/// An entry of a list within a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemeItem {
    /// `choice`, `left_out`, `group`, `level`, `event` or `step`.
    pub list: &'static str,
    /// Its name, or for a step the value from which it is reached.
    pub name: String,
}

/// What became of a part or an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum SchemeEdit {
    /// It is new, and this is its weight, full mark or points, where it has any.
    Added {
        /// In points, or as a share.
        value: SchemeValue,
    },
    /// It is gone, with what it was worth.
    Removed {
        /// In points, or as a share.
        value: SchemeValue,
    },
    /// One of its fields differs.
    Changed {
        /// Name of the field as in the file, such as `full`.
        field: &'static str,
        /// What it was.
        before: SchemeValue,
        /// What it is.
        after: SchemeValue,
    },
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum SchemeValue {
    /// Not given.
    Nothing,
    /// Free text, such as a name.
    Text(String),
    /// Points, weights and plain numbers.
    Number(Ratio),
    /// A share of a whole, which people read in per cent.
    Share(Ratio),
    /// Yes or no.
    Flag(bool),
    /// One of a fixed list, as the file writes it.
    Word(&'static str),
    /// Several texts, in order.
    List(Vec<String>),
    /// A method with everything in it, where the kind of method changed.
    Method(Box<Method>),
}

impl From<Score> for SchemeValue {
    fn from(score: Score) -> Self {
        Self::Number(score.ratio())
    }
}

impl From<u32> for SchemeValue {
    fn from(count: u32) -> Self {
        Self::Number(Ratio::from(count))
    }
}

impl From<&str> for SchemeValue {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }
}

impl From<&[String]> for SchemeValue {
    fn from(list: &[String]) -> Self {
        if list.is_empty() { Self::Nothing } else { Self::List(list.to_vec()) }
    }
}

impl From<bool> for SchemeValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// Everything that differs, in the order of the file; nothing when the schemes are equal.
///
/// ```
/// use scoring::*;
/// # let text = "format = 1\ncode = \"s\"\nname = \"方案\"\nversion = 1\ncategory = [{ name = \"甲\" }]\n\
/// #   dimension = [{ code = \"d\", name = \"业绩\", weight = 100 }]\ngrading = { by = \"threshold\" }\n\
/// #   grade = [{ code = \"good\", name = \"好\", at_least = 90 }, { code = \"rest\", name = \"一般\" }]\n\
/// #   indicator = [{ code = \"i\", name = \"中心工作\", dimension = \"d\", full = 100, missing = \"block\",\n\
/// #   method = { kind = \"panel\", average = \"mean\" } }]";
/// let before = Scheme::from_toml(text).unwrap();
/// let mut after = before.clone();
/// after.indicators[0].full = "80".parse()?;
/// let changes = difference(&before, &after);
/// assert_eq!(changes.len(), 1);
/// assert_eq!((changes[0].part.clone(), changes[0].name.as_str()), (SchemePart::Indicator("i".into()), "中心工作"));
/// let edit = SchemeEdit::Changed { field: "full", before: Score::HUNDRED.into(), after: "80".parse::<Score>()?.into() };
/// assert_eq!(changes[0].edit, edit);
/// # Ok::<(), NumberError>(())
/// ```
#[must_use]
pub fn difference(before: &Scheme, after: &Scheme) -> Vec<SchemeChange> {
    let mut changes = Changes::default();
    general(before, after, &mut changes);
    ranking(before, after, &mut changes);
    list(&before.categories, &after.categories, &mut changes);
    list(&before.dimensions, &after.dimensions, &mut changes);
    list(&before.indicators, &after.indicators, &mut changes);
    grading(before, after, &mut changes);
    list(&before.grades, &after.grades, &mut changes);
    list(&before.guards, &after.guards, &mut changes);
    list(&before.vetoes, &after.vetoes, &mut changes);
    changes.found
}

/// Collects changes of the part it stands at.
#[derive(Default)]
pub(super) struct Changes {
    at: Option<(SchemePart, String)>,
    item: Option<SchemeItem>,
    found: Vec<SchemeChange>,
}

impl Changes {
    fn part(&mut self, part: SchemePart, name: &str) {
        self.at = Some((part, name.to_owned()));
        self.item = None;
    }

    /// What follows is about this entry of the method, until the next; `None` for the method itself.
    pub(super) fn item(&mut self, item: Option<SchemeItem>) {
        self.item = item;
    }

    pub(super) fn push(&mut self, edit: SchemeEdit) {
        if let Some((part, name)) = self.at.clone() {
            self.found.push(SchemeChange { part, name, item: self.item.clone(), edit });
        }
    }

    /// Notes a field whose values differ.
    pub(super) fn field(
        &mut self,
        field: &'static str,
        before: impl Into<SchemeValue>,
        after: impl Into<SchemeValue>,
    ) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.push(SchemeEdit::Changed { field, before, after });
        }
    }
}

fn general(before: &Scheme, after: &Scheme, changes: &mut Changes) {
    changes.part(SchemePart::General, "");
    changes.field("name", before.name.as_str(), after.name.as_str());
    changes.field("code", before.code.as_str(), after.code.as_str());
    changes.field("version", before.version, after.version);
    changes.field("full", before.full, after.full);
    let (a, b) = (&before.publish, &after.publish);
    changes.field("publish_indicator", u32::from(a.indicator), u32::from(b.indicator));
    changes.field("publish_dimension", u32::from(a.dimension), u32::from(b.dimension));
    changes.field("publish_panel", u32::from(a.panel), u32::from(b.panel));
    changes.field("publish_mass", u32::from(a.mass), u32::from(b.mass));
    changes.field("publish_total", u32::from(a.total), u32::from(b.total));
}

fn ranking(before: &Scheme, after: &Scheme, changes: &mut Changes) {
    changes.part(SchemePart::Ranking, "");
    let (a, b) = (&before.ranking, &after.ranking);
    changes.field("rank_as_published", a.rank_as_published, b.rank_as_published);
    let names = |scheme: &Scheme, codes: &[String]| -> Vec<String> {
        codes.iter().map(|code| dimension_name(scheme, code)).collect()
    };
    let (then, now) = (names(before, &a.tie_breaks), names(after, &b.tie_breaks));
    if a.tie_breaks != b.tie_breaks {
        changes.field("tie_breaks", then.as_slice(), now.as_slice());
    }
}

fn grading(before: &Scheme, after: &Scheme, changes: &mut Changes) {
    changes.part(SchemePart::Grading, "");
    let (a, b) = (&before.grading, &after.grading);
    changes.field("by", SchemeValue::Word(a.by.word()), SchemeValue::Word(b.by.word()));
    changes.field("places", SchemeValue::Word(a.places.word()), SchemeValue::Word(b.places.word()));
    changes.field("ties", SchemeValue::Word(a.ties.word()), SchemeValue::Word(b.ties.word()));
}

fn dimension_name(scheme: &Scheme, code: &str) -> String {
    scheme.dimension(code).map_or_else(|| code.to_owned(), |dimension| dimension.name.clone())
}

/// An entry of one of the scheme's lists.
pub(super) trait Entry: PartialEq {
    const LIST: SchemeList;
    fn key(&self) -> &str;
    fn name(&self) -> &str;
    fn part(key: &str) -> SchemePart;
    fn worth(&self) -> SchemeValue;
    fn fields(before: &Self, after: &Self, changes: &mut Changes);
}

/// Entries are paired by code, then by name; of categories that are left over, those at the same place were renamed.
fn list<E: Entry>(before: &[E], after: &[E], changes: &mut Changes) {
    let pairs = pairs(before, after);
    let of = |at: usize| pairs.iter().find(|(_, now)| *now == at).and_then(|(then, _)| before.get(*then));
    for (at, entry) in before.iter().enumerate() {
        if !pairs.iter().any(|(then, _)| *then == at) {
            changes.part(E::part(entry.key()), entry.name());
            changes.push(SchemeEdit::Removed { value: entry.worth() });
        }
    }
    for (at, entry) in after.iter().enumerate() {
        match of(at) {
            Some(then) => {
                changes.part(E::part(then.key()), then.name());
                E::fields(then, entry, changes);
            }
            None => {
                changes.part(E::part(entry.key()), entry.name());
                changes.push(SchemeEdit::Added { value: entry.worth() });
            }
        }
    }
    let mut places: Vec<usize> = pairs.iter().map(|(_, now)| *now).collect();
    if !places.is_sorted() {
        let names = |at: &usize| after.get(*at).map(|entry| entry.name().to_owned()).unwrap_or_default();
        let then: Vec<String> = places.iter().map(names).collect();
        places.sort_unstable();
        let now: Vec<String> = places.iter().map(names).collect();
        changes.part(SchemePart::Order(E::LIST), "");
        changes.field("order", then.as_slice(), now.as_slice());
    }
}

/// Whether an entry before and one after, each with its position, are the same thing.
type Same<E> = fn((usize, &E), (usize, &E)) -> bool;

/// Positions before and after of entries that are the same thing, in the order of before.
fn pairs<E: Entry>(before: &[E], after: &[E]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let rules: [Same<E>; 3] = [
        |(_, a), (_, b)| a.key() == b.key(),
        |(_, a), (_, b)| a.name() == b.name(),
        |(i, _), (j, _)| i == j && E::LIST == SchemeList::Categories,
    ];
    for same in rules {
        for a in before.iter().enumerate() {
            let free = |b: &(usize, &E)| pairs.iter().all(|(then, now)| *then != a.0 && *now != b.0);
            let found = after.iter().enumerate().filter(free).find(|b| same(a, *b)).map(|(now, _)| now);
            pairs.extend(found.map(|now| (a.0, now)));
        }
    }
    pairs.sort_unstable();
    pairs
}
