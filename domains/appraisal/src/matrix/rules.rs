//! Columns, medians and colours of the matrix, from published figures.

use scoring::{Ratio, Rounded};

use super::record::Figures;
use crate::standings::portrait::{DimensionLine, IndicatorLine, Portrait};

/// A dimension, or an indicator below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub code: String,
    pub name: String,
    pub full: String,
    pub indicator: bool,
}

/// The columns of one category: its dimensions, each followed by its indicators when they are wanted.
///
/// A dimension with a single indicator of the same name is not told twice.
pub(super) fn columns(own: &[Figures], indicators: bool) -> Vec<Column> {
    // Whoever has the most dimensions shows them all in their order; what only others have comes after them.
    let mut portraits: Vec<&Portrait> = own.iter().map(|one| &one.portrait).collect();
    portraits.sort_by_key(|portrait| std::cmp::Reverse(portrait.dimensions.len()));
    let mut dimensions: Vec<&DimensionLine> = Vec::new();
    for line in portraits.iter().flat_map(|portrait| &portrait.dimensions) {
        if dimensions.iter().all(|known| known.code != line.code) {
            dimensions.push(line);
        }
    }
    let mut columns = Vec::new();
    for dimension in dimensions {
        let (code, name, full) = (&dimension.code, &dimension.name, &dimension.out_of);
        columns.push(column(code, name, full, false));
        let mut below: Vec<&IndicatorLine> = Vec::new();
        for line in portraits.iter().filter(|_| indicators).flat_map(|portrait| &portrait.indicators) {
            let applies = line.dimension == *code && line.treatment != "not_applicable";
            if applies && line.name != *name && below.iter().all(|known| known.code != line.code) {
                below.push(line);
            }
        }
        columns.extend(below.into_iter().map(|line| column(&line.code, &line.name, &line.full, true)));
    }
    columns
}

fn column(code: &str, name: &str, full: &str, indicator: bool) -> Column {
    Column { code: code.to_owned(), name: name.to_owned(), full: full.to_owned(), indicator }
}

/// The points of one organisation in a column, and what they are out of.
pub(super) fn value<'a>(portrait: &'a Portrait, column: &Column) -> Option<(&'a str, &'a str)> {
    if column.indicator {
        let mut lines = portrait.indicators.iter();
        let line = lines.find(|line| line.code == column.code && line.treatment != "not_applicable")?;
        return (line.treatment != "excluded").then_some((&line.points, &line.full));
    }
    let line = portrait.dimensions.iter().find(|line| line.code == column.code)?;
    Some((&line.points, &line.out_of))
}

/// The step of a share of the full mark: 1 below 60 %, then up to 70, 80 and 90 %, 5 from there on.
///
/// Nothing for figures that are no numbers or out of nothing.
pub(super) fn step(points: &str, full: &str) -> Option<u8> {
    let points = points.parse::<Rounded>().ok()?.value();
    let share = points.over(&full.parse::<Ratio>().ok()?)? * Ratio::from(10);
    let reached = [6, 7, 8, 9].into_iter().filter(|tenths| share >= Ratio::from(*tenths)).count();
    u8::try_from(reached + 1).ok()
}

/// The median of published figures, with their digits; nothing of nothing.
pub(super) fn median<'a>(figures: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all: Vec<Rounded> = figures.filter_map(|text| text.parse().ok()).collect();
    all.sort_unstable();
    let upper = all.get(all.len() / 2)?;
    let lower = all.get((all.len() - 1) / 2)?;
    let middle = (lower.value() + upper.value()) * Ratio::new(1, 2)?;
    Some(middle.rounded(upper.digits()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_by_the_share_of_the_full_mark() {
        let steps = [("11.99", 1), ("12.00", 2), ("14.00", 3), ("16.00", 4), ("17.99", 4), ("18.00", 5)];
        for (points, expected) in steps {
            assert_eq!(step(points, "20"), Some(expected), "{points}");
        }
        assert_eq!(step("16.67", "16.667"), Some(5));
        assert_eq!((step("5", "0"), step("", "20")), (None, None));
    }

    #[test]
    fn the_median_keeps_the_digits() {
        assert_eq!(median(["3.00", "1.01", "1.00", "2.00"].into_iter()).as_deref(), Some("1.51"));
        assert_eq!(median(["3.00", "", "1.00", "2.00"].into_iter()).as_deref(), Some("2.00"));
        assert_eq!(median([].into_iter()), None);
    }

    #[test]
    fn indicators_stand_behind_their_dimension() {
        let dimension = |code: &str, name: &str| DimensionLine {
            code: code.into(),
            name: name.into(),
            out_of: "20".into(),
            ..DimensionLine::default()
        };
        let indicator = |code: &str, name: &str, dimension: &str, treatment: &str| IndicatorLine {
            code: code.into(),
            name: name.into(),
            dimension: dimension.into(),
            treatment: treatment.into(),
            ..IndicatorLine::default()
        };
        let portrait = Portrait {
            dimensions: vec![dimension("a", "甲"), dimension("m", "群众评价")],
            indicators: vec![
                indicator("a1", "子", "a", "counted"),
                indicator("a2", "丑", "a", "not_applicable"),
                indicator("ballots", "群众评价", "m", "counted"),
            ],
            ..Portrait::default()
        };
        let own = [Figures {
            org: kernel::OrgId(2),
            name: String::new(),
            category: String::new(),
            rank: 1,
            total: String::new(),
            grade_name: String::new(),
            grade_place: 0,
            portrait,
        }];
        let codes = |indicators| columns(&own, indicators).into_iter().map(|c| c.code).collect::<Vec<_>>();
        assert_eq!(codes(false), ["a", "m"]);
        assert_eq!(codes(true), ["a", "a1", "m"]);
    }
}
