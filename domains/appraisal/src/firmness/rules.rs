//! From the figures to a word, and to the length of a bar.

use kernel::{FieldError, Say};
use schemars::JsonSchema;
use scoring::{Ratio, Rounded};
use serde::Serialize;

use super::compute::Stays;
use super::record::Asked;

/// By how many percent weights may be changed.
pub(super) const SHARES: std::ops::RangeInclusive<u32> = 5..=50;
/// How often ballots may be drawn again.
pub(super) const REPLICATES: std::ops::RangeInclusive<u32> = 100..=5_000;

/// How firm a grade is, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Firm {
    /// 稳固: the same under all weights, and under at least 95 of a hundred draws of the ballots.
    Steady,
    /// 较稳: the same under at least four of five weights, and four of five draws.
    Fairly,
    /// 临界: anything less.
    Borderline,
    /// Decided by the committee: nothing that is tried changes it.
    Decided,
}

impl Firm {
    pub(super) const ALL: [Self; 4] = [Self::Steady, Self::Fairly, Self::Borderline, Self::Decided];

    /// The word for both figures.
    pub(super) fn of(weights: &Stays, ballots: &Stays, decided: bool) -> Self {
        let least = |share: i128| Ratio::new(share, 100).unwrap_or(Ratio::ONE);
        let (weights, ballots) = (weights.share(), ballots.share());
        if decided {
            Self::Decided
        } else if weights == Ratio::ONE && ballots >= least(95) {
            Self::Steady
        } else if weights >= least(80) && ballots >= least(80) {
            Self::Fairly
        } else {
            Self::Borderline
        }
    }

    /// Message key of the word.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Steady => "appraisal-firm",
            Self::Fairly => "appraisal-firm-fairly",
            Self::Borderline => "appraisal-firm-borderline",
            Self::Decided => "appraisal-firm-decided",
        }
    }

    /// Message key of what the word means.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Steady => "appraisal-firm-means",
            Self::Fairly => "appraisal-firm-fairly-means",
            Self::Borderline => "appraisal-firm-borderline-means",
            Self::Decided => "appraisal-firm-decided-means",
        }
    }

    /// Tone of its badge.
    pub(super) fn tone(self) -> &'static str {
        match self {
            Self::Steady => "done",
            Self::Fairly => "calm",
            Self::Borderline => "warn",
            Self::Decided => "",
        }
    }
}

/// Reads the parameters; what is left out is 20 %, the year, and 1,000 times.
///
/// # Errors
/// Those out of range, by field.
pub(super) fn read(
    share: Option<u32>,
    seed: Option<i64>,
    replicates: Option<u32>,
    year: i16,
) -> Result<Asked, Vec<FieldError>> {
    let asked = Asked {
        share: share.unwrap_or(20),
        seed: seed.unwrap_or_else(|| i64::from(year)),
        replicates: replicates.unwrap_or(scoring::REPLICATES),
    };
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.to_owned(), say });
    if !SHARES.contains(&asked.share) {
        let say = Say::new("appraisal-firmness-share-range");
        wrong("share", say.with("least", SHARES.start()).with("most", SHARES.end()));
    }
    if asked.seed < 0 {
        wrong("seed", Say::new("appraisal-firmness-seed-range"));
    }
    if !REPLICATES.contains(&asked.replicates) {
        let say = Say::new("appraisal-firmness-replicates-range");
        wrong("replicates", say.with("least", REPLICATES.start()).with("most", REPLICATES.end()));
    }
    if errors.is_empty() { Ok(asked) } else { Err(errors) }
}

/// A share of a hundred with one digit, as `96.3`.
pub(super) fn percent(stays: &Stays) -> String {
    (stays.share() * Ratio::from(100)).rounded(1).to_string()
}

/// A published figure as an exact number.
pub(super) fn number(text: &str) -> Option<Ratio> {
    text.parse::<Rounded>().ok().map(|figure| figure.value())
}

/// Where a value lies between two ends, in parts of `width`; in the middle when the ends are one.
pub(super) fn position(value: &Ratio, low: &Ratio, high: &Ratio, width: u32) -> u32 {
    let share = (value.clone() - low.clone()).over(&(high.clone() - low.clone()));
    let Some(share) = share else { return width / 2 };
    let at = (share * Ratio::from(width)).floor().to_string().parse::<i64>().unwrap_or_default();
    u32::try_from(at.clamp(0, i64::from(width))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(kept: u32, of: u32) -> Stays {
        Stays { kept, of, ..Stays::default() }
    }

    #[test]
    fn one_word_says_how_firm() {
        let word = |weights, ballots| Firm::of(&weights, &ballots, false);
        assert_eq!(word(stays(40, 40), stays(950, 1_000)), Firm::Steady);
        assert_eq!(word(stays(39, 40), stays(1_000, 1_000)), Firm::Fairly);
        assert_eq!(word(stays(40, 40), stays(949, 1_000)), Firm::Fairly);
        assert_eq!(word(stays(31, 40), stays(1_000, 1_000)), Firm::Borderline);
        assert_eq!(word(stays(40, 40), stays(799, 1_000)), Firm::Borderline);
        assert_eq!(Firm::of(&stays(0, 40), &stays(0, 40), true), Firm::Decided);
        assert_eq!(word(stays(0, 0), stays(0, 0)), Firm::Steady, "nothing tried, nothing changed");
    }

    #[test]
    fn parameters_have_bounds_and_defaults() {
        assert_eq!(read(None, None, None, 2014), Ok(Asked { share: 20, seed: 2014, replicates: 1_000 }));
        let wrong = read(Some(51), Some(-1), Some(99), 2014).unwrap_err();
        let fields: Vec<String> = wrong.into_iter().map(|error| error.field.to_string()).collect();
        assert_eq!(fields, ["share", "seed", "replicates"]);
    }

    #[test]
    fn a_bar_begins_and_ends_where_the_figures_do() {
        let at = |text: &str| position(&number(text).unwrap(), &Ratio::from(80), &Ratio::from(90), 200);
        assert_eq!([at("80.00"), at("82.50"), at("90.00"), at("99.00")], [0, 50, 200, 200]);
        assert_eq!(position(&Ratio::ONE, &Ratio::ONE, &Ratio::ONE, 200), 100);
    }
}
