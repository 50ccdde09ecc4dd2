//! Two people's changes to one draft brought together: what only one of them touched is taken as it is, what both
//! touched is told.

use std::collections::BTreeMap;

use scoring::{
    Category, Dimension, Grade, Guard, Indicator, Publish, Scheme, SchemeList, SchemePart, Score, Veto,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::blend::blend;

/// Their changes and mine, both made from `base`.
///
/// # Errors
/// The parts that both changed, each to something else.
pub(crate) fn merge(base: &Scheme, theirs: &Scheme, mine: &Scheme) -> Result<Scheme, Vec<SchemePart>> {
    let mut clashes = Vec::new();
    let merged = together(base, theirs, mine, &mut clashes);
    if clashes.is_empty() { Ok(merged) } else { Err(clashes) }
}

/// The same with mine on top: of what both changed, fields that I did not touch stay as theirs.
pub(crate) fn mine_on_top(base: &Scheme, theirs: &Scheme, mine: &Scheme) -> Scheme {
    together(base, theirs, mine, &mut Vec::new())
}

/// What there is one of in a scheme, besides its rules of ranking and grading.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Head {
    name: String,
    code: String,
    full: Score,
    publish: Publish,
}

impl Head {
    fn of(scheme: &Scheme) -> Self {
        let Scheme { name, code, full, publish, .. } = scheme.clone();
        Self { name, code, full, publish }
    }
}

fn together(base: &Scheme, theirs: &Scheme, mine: &Scheme, clashes: &mut Vec<SchemePart>) -> Scheme {
    let heads = [base, theirs, mine].map(Head::of);
    let Head { name, code, full, publish } = one(heads.each_ref(), SchemePart::General, clashes);
    Scheme {
        format: theirs.format,
        version: if mine.code == base.code { theirs.version } else { mine.version },
        name,
        code,
        full,
        publish,
        ranking: one([&base.ranking, &theirs.ranking, &mine.ranking], SchemePart::Ranking, clashes),
        categories: entries([&base.categories, &theirs.categories, &mine.categories], clashes),
        dimensions: entries([&base.dimensions, &theirs.dimensions, &mine.dimensions], clashes),
        indicators: entries([&base.indicators, &theirs.indicators, &mine.indicators], clashes),
        grading: one([&base.grading, &theirs.grading, &mine.grading], SchemePart::Grading, clashes),
        grades: entries([&base.grades, &theirs.grades, &mine.grades], clashes),
        guards: entries([&base.guards, &theirs.guards, &mine.guards], clashes),
        vetoes: entries([&base.vetoes, &theirs.vetoes, &mine.vetoes], clashes),
    }
}

fn one<T>([base, theirs, mine]: [&T; 3], part: SchemePart, clashes: &mut Vec<SchemePart>) -> T
where
    T: Clone + PartialEq + Serialize + DeserializeOwned,
{
    match newer(base, theirs, mine) {
        Newer::Mine => mine.clone(),
        Newer::Theirs => theirs.clone(),
        Newer::Both => {
            clashes.push(part);
            blend(base, theirs, mine)
        }
    }
}

/// Whose value is newer than the base.
enum Newer {
    Mine,
    /// Or mine is no other.
    Theirs,
    /// Both, and they differ.
    Both,
}

fn newer<T: PartialEq>(base: &T, theirs: &T, mine: &T) -> Newer {
    if mine == base || mine == theirs {
        Newer::Theirs
    } else if theirs == base {
        Newer::Mine
    } else {
        Newer::Both
    }
}

/// An entry of one of the scheme's lists.
trait Entry: Clone + PartialEq + Serialize + DeserializeOwned {
    const LIST: SchemeList;
    fn code(&self) -> &str;
    fn part(code: String) -> SchemePart;
}

macro_rules! entry {
    ($kind:ident, $list:ident, $code:ident) => {
        impl Entry for $kind {
            const LIST: SchemeList = SchemeList::$list;
            fn code(&self) -> &str {
                &self.$code
            }
            fn part(code: String) -> SchemePart {
                SchemePart::$kind(code)
            }
        }
    };
}

entry!(Category, Categories, name);
entry!(Dimension, Dimensions, code);
entry!(Indicator, Indicators, code);
entry!(Grade, Grades, code);
entry!(Guard, Guards, code);
entry!(Veto, Vetoes, code);

/// Code of an entry, and a number that tells entries of one code apart.
type Key = (String, usize);

/// A list by key, with its order.
struct Keyed<T> {
    order: Vec<Key>,
    entries: BTreeMap<Key, T>,
}

impl<T: Entry> Keyed<T> {
    fn of(list: &[T]) -> Self {
        let mut keyed = Self { order: Vec::new(), entries: BTreeMap::new() };
        for entry in list {
            let number = keyed.order.iter().filter(|(code, _)| code == entry.code()).count();
            let key = (entry.code().to_owned(), number);
            keyed.order.push(key.clone());
            keyed.entries.insert(key, entry.clone());
        }
        keyed
    }

    /// The order of those keys that another list has too.
    fn shared(&self, other: &Self) -> Vec<&Key> {
        self.order.iter().filter(|key| other.entries.contains_key(*key)).collect()
    }
}

fn entries<T: Entry>([base, theirs, mine]: [&[T]; 3], clashes: &mut Vec<SchemePart>) -> Vec<T> {
    let [base, theirs, mine] = [Keyed::of(base), Keyed::of(theirs), Keyed::of(mine)];
    let mut kept: BTreeMap<Key, T> = BTreeMap::new();
    let mut keys: Vec<&Key> = base.order.iter().chain(&theirs.order).chain(&mine.order).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let [was, now, own] = [&base, &theirs, &mine].map(|list| list.entries.get(key));
        let chosen = match newer(&was, &now, &own) {
            Newer::Mine => own.cloned(),
            Newer::Theirs => now.cloned(),
            Newer::Both => {
                clashes.push(T::part(key.0.clone()));
                match (was, now, own) {
                    (Some(was), Some(now), Some(own)) => Some(blend(was, now, own)),
                    _ => own.cloned(),
                }
            }
        };
        kept.extend(chosen.map(|entry| (key.clone(), entry)));
    }
    let moved = |list: &Keyed<T>| list.shared(&base) != base.shared(list);
    let (lead, follow) = match (moved(&mine), moved(&theirs)) {
        (true, false) => (&mine, &theirs),
        (true, true) if mine.shared(&theirs) != theirs.shared(&mine) => {
            clashes.push(SchemePart::Order(T::LIST));
            (&mine, &theirs)
        }
        _ => (&theirs, &mine),
    };
    woven(&lead.order, &follow.order).iter().filter_map(|key| kept.remove(key)).collect()
}

/// The first order, with what only the second has put behind whatever stands before it there.
fn woven(lead: &[Key], follow: &[Key]) -> Vec<Key> {
    let mut order = lead.to_vec();
    let mut before: Option<&Key> = None;
    for key in follow {
        if !order.contains(key) {
            let place = before.and_then(|before| order.iter().position(|one| one == before));
            order.insert(place.map_or(0, |place| place + 1), key.clone());
        }
        before = Some(key);
    }
    order
}
