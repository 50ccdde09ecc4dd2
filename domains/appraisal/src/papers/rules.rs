//! What a result says about strong and weak sides: pure comparisons of published figures.

use scoring::{Ratio, Rounded};

use crate::standings::portrait::{DimensionLine, IndicatorLine};

/// Working days after a feedback letter by which the list of rectifications is wanted.
pub(super) const RECTIFY: u32 = 10;

/// One dimension beside the others of its category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side<'a> {
    pub line: &'a DimensionLine,
    /// Points above the median of the category; below zero under it.
    pub above_median: Rounded,
    /// Points that the best of the category is ahead.
    pub behind_best: Rounded,
}

/// The difference of two published figures, with as many digits as they have.
pub(super) fn difference(of: &str, less: &str) -> Option<Rounded> {
    let (of, less) = (of.parse::<Rounded>().ok()?, less.parse::<Rounded>().ok()?);
    Some((of.value() - less.value()).rounded(of.digits().max(less.digits())))
}

/// A dimension beside its category; nothing where the category has no figures.
pub(super) fn side(line: &DimensionLine) -> Option<Side<'_>> {
    Some(Side {
        line,
        above_median: difference(&line.points, &line.median)?,
        behind_best: difference(&line.best, &line.points)?,
    })
}

/// Dimensions above the median, the one furthest above first.
pub(super) fn strengths(lines: &[DimensionLine]) -> Vec<Side<'_>> {
    let above = |side: &Side<'_>| !side.above_median.value().is_negative() && !is_zero(&side.above_median);
    let mut sides: Vec<_> = lines.iter().filter_map(side).filter(above).collect();
    sides.sort_by(|a, b| b.above_median.cmp(&a.above_median));
    sides
}

/// Dimensions below the median, the one furthest behind the best first.
pub(super) fn weak_spots(lines: &[DimensionLine]) -> Vec<Side<'_>> {
    let below = |side: &Side<'_>| side.above_median.value().is_negative();
    let mut sides: Vec<_> = lines.iter().filter_map(side).filter(below).collect();
    sides.sort_by(|a, b| b.behind_best.cmp(&a.behind_best));
    sides
}

/// The dimension furthest behind the best of its category, if any is behind.
pub(super) fn furthest_behind(lines: &[DimensionLine]) -> Option<Side<'_>> {
    let sides = lines.iter().filter_map(side).filter(|side| !is_zero(&side.behind_best));
    sides.reduce(|most, side| if side.behind_best > most.behind_best { side } else { most })
}

/// Names of the dimensions of which each by itself would have brought the missing points, had it been the best.
pub(super) fn enough<'a>(lines: &'a [DimensionLine], missing: &str) -> Vec<&'a str> {
    let Ok(missing) = missing.parse::<Rounded>() else { return Vec::new() };
    let sides = lines.iter().filter_map(side);
    let brings = |side: &Side<'_>| side.behind_best.value() >= missing.value();
    sides.filter(brings).map(|side| side.line.name.as_str()).collect()
}

/// The indicator of a dimension that lost the largest share of its full mark, if any lost something.
pub(super) fn lost_most<'a>(indicators: &'a [IndicatorLine], dimension: &str) -> Option<&'a IndicatorLine> {
    let own = indicators.iter().filter(|one| one.dimension == dimension && one.treatment != "not_applicable");
    let lost = own.filter_map(|one| {
        let (points, full) = (one.points.parse::<Rounded>().ok()?, one.full.parse::<Ratio>().ok()?);
        let share = (full.clone() - points.value()).over(&full)?;
        (!share.is_negative() && !share.is_zero()).then_some((share, one))
    });
    lost.reduce(|most, next| if next.0 > most.0 { next } else { most }).map(|(_, one)| one)
}

fn is_zero(figure: &Rounded) -> bool {
    figure.value().is_zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, points: &str, median: &str, best: &str) -> DimensionLine {
        let [points, median, best] = [points, median, best].map(str::to_owned);
        DimensionLine { code: name.into(), name: name.into(), points, out_of: "20".into(), median, best }
    }

    fn lines() -> Vec<DimensionLine> {
        vec![
            line("a", "18.00", "17.50", "19.00"),
            line("b", "16.20", "17.05", "19.00"),
            line("c", "15.00", "15.10", "20.00"),
            line("d", "14.00", "14.00", "14.00"),
            line("e", "19.90", "17.00", "19.90"),
        ]
    }

    fn names(sides: &[Side<'_>]) -> String {
        sides.iter().map(|side| side.line.name.as_str()).collect()
    }

    #[test]
    fn strong_is_above_the_median_and_weak_below_it() {
        let lines = lines();
        assert_eq!(names(&strengths(&lines)), "ea", "the furthest above first; equal is neither");
        assert_eq!(names(&weak_spots(&lines)), "cb", "the furthest behind the best first");
        assert_eq!(weak_spots(&lines)[0].above_median.to_string(), "-0.10");
        assert_eq!(furthest_behind(&lines).unwrap().line.name, "c");
        assert_eq!(furthest_behind(&lines[3..]), None);
    }

    #[test]
    fn figures_that_are_not_there_are_not_compared() {
        let lines = [line("a", "18.00", "", "")];
        assert_eq!((strengths(&lines).len(), weak_spots(&lines).len()), (0, 0));
        assert_eq!(difference("1.5", "0.25").unwrap().to_string(), "1.25");
        assert_eq!(difference("", "1"), None);
    }

    #[test]
    fn what_alone_would_have_been_enough() {
        let lines = lines();
        assert_eq!(enough(&lines, "2.80"), ["b", "c"]);
        assert_eq!(enough(&lines, "5.01"), Vec::<&str>::new());
        assert_eq!(enough(&lines, ""), Vec::<&str>::new());
    }

    #[test]
    fn the_indicator_that_lost_most_lost_the_largest_share() {
        let one = |code: &str, points: &str, full: &str, treatment: &str| IndicatorLine {
            code: code.into(),
            name: code.into(),
            dimension: "d".into(),
            points: points.into(),
            full: full.into(),
            treatment: treatment.into(),
        };
        let lines = [
            one("large", "12.00", "15", "counted"),
            one("small", "3.00", "5", "counted"),
            one("absent", "0.00", "10", "not_applicable"),
        ];
        assert_eq!(lost_most(&lines, "d").unwrap().code, "small", "2 of 5 is more than 3 of 15");
        assert_eq!(lost_most(&lines, "other"), None);
        assert_eq!(lost_most(&[one("whole", "5.00", "5", "counted")], "d"), None);
    }
}
