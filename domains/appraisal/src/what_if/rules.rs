//! From what was typed to a variant of the scheme, and from two outcomes to who would have stood elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{FieldError, Say};
use scoring::{
    Average, Change, DecidedBy, Outcome, Ratio, Scheme, Score, Standing, Variant, WholePlaces, movements,
};

use crate::standings::portrait::plain;
use crate::versions::bundle::{self, PublishedLine};

/// What was typed, by the names of the form: `weight.CODE`, `share.CODE`, `places`, `average`.
pub(super) type Asked = BTreeMap<String, String>;

/// How a share becomes whole places, by the names of the form.
pub(super) const PLACES: [(&str, WholePlaces); 3] =
    [("floor", WholePlaces::Floor), ("half_up", WholePlaces::HalfUp), ("ceiling", WholePlaces::Ceiling)];

/// How marks are averaged, by the names of the form.
pub(super) const AVERAGES: [(&str, Average); 3] =
    [("trimmed", Average::Trimmed), ("mean", Average::Mean), ("median", Average::Median)];

/// Name of the field for the weight of a dimension.
pub(super) fn weight_field(code: &str) -> String {
    format!("weight.{code}")
}

/// Name of the field for the share of a grade.
pub(super) fn share_field(code: &str) -> String {
    format!("share.{code}")
}

/// What was typed into a field; nothing when it was left empty.
fn typed<'a>(asked: &'a Asked, field: &str) -> Option<&'a str> {
    asked.get(field).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// A share as it is typed and shown: `30` for 30 %.
pub(super) fn percent(share: &Ratio) -> String {
    plain(&(share.clone() * Ratio::from(100)))
}

/// A share typed in percent, with or without the sign.
fn share(text: &str) -> Option<Ratio> {
    let percent = text.strip_suffix(['%', '％']).unwrap_or(text).trim().parse::<Ratio>().ok()?;
    let share = percent.over(&Ratio::from(100))?;
    (share >= Ratio::ZERO && share <= Ratio::ONE).then_some(share)
}

/// Reads what was typed; what was left empty stays as the scheme has it.
///
/// # Errors
/// Everything that cannot be tried, by field.
pub(super) fn read(scheme: &Scheme, asked: &Asked) -> Result<Variant, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: String, say: Say| errors.push(FieldError { field, say });
    let mut variant = Variant::default();
    for dimension in &scheme.dimensions {
        let field = weight_field(&dimension.code);
        let Some(text) = typed(asked, &field) else { continue };
        match text.parse::<Score>() {
            Ok(weight) if weight > Score::ZERO && weight < scheme.full => {
                variant.weights.insert(dimension.code.clone(), weight);
            }
            _ => wrong(field, Say::new("appraisal-what-if-weight").with("full", scheme.full)),
        }
    }
    let weight = |code: &String, own: Score| variant.weights.get(code).copied().unwrap_or(own).thousandths();
    let sum: i64 = scheme.dimensions.iter().map(|one| weight(&one.code, one.weight)).sum();
    let first = scheme.dimensions.first().filter(|_| sum != scheme.full.thousandths());
    if let Some(first) = first {
        let sum = Score::from_thousandths(sum);
        let say = Say::new("appraisal-what-if-sum").with("sum", sum).with("full", scheme.full);
        wrong(weight_field(&first.code), say);
    }
    let mut above = Ratio::ZERO;
    for grade in &scheme.grades {
        let Some(own) = &grade.share else { continue };
        let field = share_field(&grade.code);
        let found = match typed(asked, &field).map(share) {
            None => own.clone(),
            Some(Some(share)) => {
                variant.shares.insert(grade.code.clone(), share.clone());
                share
            }
            Some(None) => {
                wrong(field, Say::new("appraisal-what-if-share"));
                continue;
            }
        };
        if found < above {
            wrong(field, Say::new("appraisal-what-if-shares-fall"));
        }
        above = found;
    }
    let chosen = |field: &str| typed(asked, field).unwrap_or_default();
    variant.places = PLACES.iter().find(|(code, _)| *code == chosen("places")).map(|(_, places)| *places);
    variant.average =
        AVERAGES.iter().find(|(code, _)| *code == chosen("average")).map(|(_, average)| *average);
    if errors.is_empty() { Ok(variant) } else { Err(errors) }
}

/// One organisation under both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Both<'a> {
    pub real: &'a Standing,
    pub tried: &'a Standing,
    pub rank: Change,
    pub grade: Change,
}

impl Both<'_> {
    /// By how many places it would have stood elsewhere.
    pub(super) fn places(&self) -> u32 {
        self.real.rank.abs_diff(self.tried.rank)
    }

    pub(super) fn moves(&self) -> bool {
        self.grade != Change::Same || self.rank != Change::Same
    }

    /// The committee decided its grade, which no parameter changes.
    pub(super) fn is_decided(&self) -> bool {
        self.tried.why.decided_by == DecidedBy::Decision
    }
}

/// Everybody under both: whoever has another grade first, then whoever moves furthest, then as ranked.
pub(super) fn side_by_side<'a>(real: &'a Outcome, tried: &'a Outcome) -> Vec<Both<'a>> {
    let moved: BTreeMap<String, _> =
        movements(real, tried).into_iter().map(|one| (one.participant.clone(), one)).collect();
    let both = |real: &'a Standing| {
        let tried = tried.of(&real.participant)?;
        let moved = moved.get(&real.participant)?;
        Some(Both { real, tried, rank: moved.rank, grade: moved.grade })
    };
    let mut all: Vec<Both> = real.standings.iter().filter_map(both).collect();
    all.sort_by_key(|one| (one.grade == Change::Same, std::cmp::Reverse(one.places())));
    all
}

/// Whose stored figures are not what the real parameters give, by name.
pub(super) fn differing(stored: &[PublishedLine], real: &Outcome) -> Vec<String> {
    let now = bundle::lines(real);
    let missing = |these: &[PublishedLine], those: &[PublishedLine]| {
        let known: BTreeMap<(&str, &str), &PublishedLine> =
            those.iter().map(|one| ((one.category.as_str(), one.organisation.as_str()), one)).collect();
        let differs = |one: &&PublishedLine| {
            known.get(&(one.category.as_str(), one.organisation.as_str())).is_none_or(|other| other != one)
        };
        these.iter().filter(differs).map(|one| one.organisation.clone()).collect::<BTreeSet<_>>()
    };
    missing(stored, &now).union(&missing(&now, stored)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme() -> Scheme {
        Scheme::from_toml(include_str!("../../../../samples/scheme.toml")).unwrap()
    }

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<String> {
        read(&scheme(), &asked(pairs)).unwrap_err().into_iter().map(|error| error.field.to_string()).collect()
    }

    #[test]
    fn what_is_typed_as_it_is_changes_nothing() {
        let own = [
            ("weight.leadership", "20"),
            ("weight.mass", "15.0"),
            ("share.good", "30%"),
            ("share.fair", " 80 "),
            ("places", "floor"),
            ("average", ""),
        ];
        for pairs in [&own[..], &[]] {
            let variant = read(&scheme(), &asked(pairs)).unwrap();
            assert_eq!(variant.apply(&scheme()), Ok(scheme()), "{pairs:?}");
        }
    }

    #[test]
    fn what_cannot_be_tried_is_said_at_its_field() {
        assert_eq!(fields(&[("weight.mass", "25")]), ["weight.leadership"], "the sum is 110");
        assert_eq!(fields(&[("weight.mass", "much")]), ["weight.mass"]);
        assert_eq!(fields(&[("share.good", "90"), ("share.fair", "80")]), ["share.fair"]);
        assert_eq!(fields(&[("share.good", "130")]), ["share.good"]);
        let moved = [("weight.leadership", "10"), ("weight.achievement", "35"), ("average", "median")];
        let variant = read(&scheme(), &asked(&moved)).unwrap();
        assert_eq!((variant.weights.len(), variant.average), (2, Some(Average::Median)));
    }
}
