//! Which fields of the scheme's lists are compared.

use super::difference::{Changes, Entry, SchemeList, SchemePart, SchemeValue};
use super::difference_method::method;
use super::{Category, Dimension, Grade, Guard, GuardedFigure, Indicator, Veto};

impl Entry for Category {
    const LIST: SchemeList = SchemeList::Categories;
    fn key(&self) -> &str {
        &self.name
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn part(key: &str) -> SchemePart {
        SchemePart::Category(key.to_owned())
    }
    fn worth(&self) -> SchemeValue {
        SchemeValue::Nothing
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
    }
}

/// The four functions that are the same for everything with a code and a name.
macro_rules! coded {
    ($list:ident, $part:ident) => {
        const LIST: SchemeList = SchemeList::$list;
        fn key(&self) -> &str {
            &self.code
        }
        fn name(&self) -> &str {
            &self.name
        }
        fn part(key: &str) -> SchemePart {
            SchemePart::$part(key.to_owned())
        }
    };
}

impl Entry for Dimension {
    coded!(Dimensions, Dimension);
    fn worth(&self) -> SchemeValue {
        self.weight.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("code", before.code.as_str(), after.code.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
        changes.field("weight", before.weight, after.weight);
        changes.field("stretched", before.stretched, after.stretched);
        changes.field("may_exceed", before.may_exceed, after.may_exceed);
    }
}

impl Entry for Indicator {
    coded!(Indicators, Indicator);
    fn worth(&self) -> SchemeValue {
        self.full.into()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("code", before.code.as_str(), after.code.as_str());
        changes.field("aliases", before.aliases.as_slice(), after.aliases.as_slice());
        changes.field("dimension", before.dimension.as_str(), after.dimension.as_str());
        changes.field("full", before.full, after.full);
        changes.field("applies_to", before.applies_to.as_slice(), after.applies_to.as_slice());
        let word = |indicator: &Self| SchemeValue::Word(indicator.missing.word());
        changes.field("missing", word(before), word(after));
        method(&before.method, &after.method, changes);
    }
}

impl Entry for Grade {
    coded!(Grades, Grade);
    fn worth(&self) -> SchemeValue {
        self.share.clone().map_or(SchemeValue::Nothing, SchemeValue::Share)
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("code", before.code.as_str(), after.code.as_str());
        changes.field("share", before.worth(), after.worth());
        let least = |grade: &Self| grade.at_least.map_or(SchemeValue::Nothing, SchemeValue::from);
        changes.field("at_least", least(before), least(after));
    }
}

impl Entry for Guard {
    coded!(Guards, Guard);
    fn worth(&self) -> SchemeValue {
        self.limit()
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("code", before.code.as_str(), after.code.as_str());
        let word = |guard: &Self| SchemeValue::Word(guard.figure.word());
        changes.field("figure", word(before), word(after));
        changes.field("of", before.figure.of(), after.figure.of());
        let sense = |guard: &Self| match &guard.figure {
            GuardedFigure::Satisfaction { sense, .. } => SchemeValue::Word(sense.word()),
            _ => SchemeValue::Nothing,
        };
        changes.field("sense", sense(before), sense(after));
        changes.field("below", before.limit(), after.limit());
        changes.field("best", before.best.as_str(), after.best.as_str());
    }
}

impl Guard {
    fn limit(&self) -> SchemeValue {
        match self.figure {
            GuardedFigure::Total => SchemeValue::Number(self.below.clone()),
            _ => SchemeValue::Share(self.below.clone()),
        }
    }
}

impl Entry for Veto {
    coded!(Vetoes, Veto);
    fn worth(&self) -> SchemeValue {
        SchemeValue::Nothing
    }
    fn fields(before: &Self, after: &Self, changes: &mut Changes) {
        changes.field("name", before.name.as_str(), after.name.as_str());
        changes.field("code", before.code.as_str(), after.code.as_str());
        changes.field("best", before.best.as_str(), after.best.as_str());
    }
}
