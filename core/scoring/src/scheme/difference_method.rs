//! What differs between the methods of one indicator.

use super::difference::{Changes, SchemeEdit, SchemeItem, SchemeValue};
use super::method::{Ballots, Choice, Counted, Curve, EventKind, Group, LeftOut, Level, LevelChoice, Panel};
use super::{Method, Step};

pub(super) fn method(before: &Method, after: &Method, changes: &mut Changes) {
    match (before, after) {
        (Method::Panel(a), Method::Panel(b)) => panel(a, b, changes),
        (Method::Formula(a), Method::Formula(b)) => {
            changes.field("fact", a.fact.as_str(), b.fact.as_str());
            curve(&a.rule, &b.rule, before, after, changes);
        }
        (Method::YesNo(a), Method::YesNo(b)) => {
            changes.field("fact", a.fact.as_str(), b.fact.as_str());
            changes.field("no", a.no, b.no);
        }
        (Method::Level(a), Method::Level(b)) => level(a, b, changes),
        (Method::Deduction(a), Method::Deduction(b)) | (Method::Bonus(a), Method::Bonus(b)) => {
            counted(a, b, changes);
        }
        (Method::Ballots(a), Method::Ballots(b)) => ballots(a, b, changes),
        _ => whole(before, after, changes),
    }
    changes.item(None);
}

/// Another kind of method: told as a whole.
fn whole(before: &Method, after: &Method, changes: &mut Changes) {
    let value = |method: &Method| SchemeValue::Method(Box::new(method.clone()));
    changes.field("method", value(before), value(after));
}

fn panel(before: &Panel, after: &Panel, changes: &mut Changes) {
    changes.field(
        "average",
        SchemeValue::Word(before.average.word()),
        SchemeValue::Word(after.average.word()),
    );
    changes.field("quorum", before.quorum, after.quorum);
    changes.field("trim_from", before.trim_from, after.trim_from);
    let word = |panel: &Panel| SchemeValue::Word(panel.fallback.word());
    changes.field("fallback", word(before), word(after));
}

fn curve(a: &Curve, b: &Curve, before: &Method, after: &Method, changes: &mut Changes) {
    let number = |value: &crate::number::Ratio| SchemeValue::Number(value.clone());
    match (a, b) {
        (Curve::Linear { floor: f, target: t }, Curve::Linear { floor: g, target: u }) => {
            changes.field("floor", number(f), number(g));
            changes.field("target", number(t), number(u));
        }
        (Curve::Ratio { target: t }, Curve::Ratio { target: u }) => {
            changes.field("target", number(t), number(u));
        }
        (Curve::Steps { steps: a, below: low }, Curve::Steps { steps: b, below: high }) => {
            changes.field("below_steps", *low, *high);
            items(a, b, changes);
        }
        _ => whole(before, after, changes),
    }
}

fn level(before: &Level, after: &Level, changes: &mut Changes) {
    changes.field("fact", before.fact.as_str(), after.fact.as_str());
    items(&before.levels, &after.levels, changes);
}

fn counted(before: &Counted, after: &Counted, changes: &mut Changes) {
    items(&before.events, &after.events, changes);
}

fn ballots(before: &Ballots, after: &Ballots, changes: &mut Changes) {
    changes.field("scale", before.scale, after.scale);
    items(&before.choices, &after.choices, changes);
    items(&before.left_out, &after.left_out, changes);
    items(&before.groups, &after.groups, changes);
}

/// An entry of a list within a method.
trait Item {
    const LIST: &'static str;
    fn key(&self) -> String;
    fn name(&self) -> String;
    fn worth(&self) -> SchemeValue;
    fn fields(before: &Self, after: &Self, changes: &mut Changes);
}

fn items<I: Item>(before: &[I], after: &[I], changes: &mut Changes) {
    let item = |entry: &I| Some(SchemeItem { list: I::LIST, name: entry.name() });
    let at = |list: &[I], key: &str| list.iter().position(|entry| entry.key() == key);
    for entry in before.iter().filter(|entry| at(after, &entry.key()).is_none()) {
        changes.item(item(entry));
        changes.push(SchemeEdit::Removed { value: entry.worth() });
    }
    let mut places = Vec::new();
    for entry in after {
        match at(before, &entry.key()).and_then(|place| Some((place, before.get(place)?))) {
            Some((place, then)) => {
                places.push((place, entry.name()));
                changes.item(item(then));
                I::fields(then, entry, changes);
            }
            None => {
                changes.item(item(entry));
                changes.push(SchemeEdit::Added { value: entry.worth() });
            }
        }
    }
    changes.item(None);
    if !places.is_sorted_by_key(|(place, _)| *place) {
        let names = |places: &[(usize, String)]| places.iter().map(|(_, name)| name.clone()).collect();
        let now: Vec<String> = names(&places);
        places.sort_unstable();
        let then: Vec<String> = names(&places);
        changes.field("order", then.as_slice(), now.as_slice());
    }
}

impl Item for Step {
    const LIST: &'static str = "step";
    fn key(&self) -> String {
        self.from.to_string()
    }
    fn name(&self) -> String {
        self.from.to_string()
    }
    fn worth(&self) -> SchemeValue {
        self.mark.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("mark", before.mark, after.mark);
    }
}

/// The two functions that are the same for everything with a code and a name.
macro_rules! coded {
    ($list:literal) => {
        const LIST: &'static str = $list;
        fn key(&self) -> String {
            self.code.clone()
        }
        fn name(&self) -> String {
            self.name.clone()
        }
    };
}

impl Item for LevelChoice {
    coded!("level");
    fn worth(&self) -> SchemeValue {
        self.mark.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("mark", before.mark, after.mark);
    }
}

impl Item for EventKind {
    coded!("event");
    fn worth(&self) -> SchemeValue {
        self.each.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("each", before.each, after.each);
    }
}

impl Item for Choice {
    coded!("choice");
    fn worth(&self) -> SchemeValue {
        self.points.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
        changes.field("points", before.points, after.points);
        let word = |choice: &Self| match choice.satisfied {
            Some(sense) => SchemeValue::Word(sense.word()),
            None => SchemeValue::Nothing,
        };
        changes.field("satisfied", word(before), word(after));
    }
}

impl Item for LeftOut {
    coded!("left_out");
    fn worth(&self) -> SchemeValue {
        SchemeValue::Nothing
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
    }
}

impl Item for Group {
    coded!("group");
    fn worth(&self) -> SchemeValue {
        SchemeValue::Number(self.weight.clone())
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
        let weight = |group: &Self| SchemeValue::Number(group.weight.clone());
        changes.field("weight", weight(before), weight(after));
        changes.field("least", before.least, after.least);
    }
}
