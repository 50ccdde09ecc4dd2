//! Reading what was typed as a mark, and what a sheet adds up to.

use kernel::Say;
use schemars::JsonSchema;
use scoring::{NumberError, Ratio, Score};
use serde::Serialize;

use super::sheet::{Column, Sheet, SheetRow};

/// Reads a mark; nothing typed is no mark. Full-width digits are read, and the full stop of a Chinese keyboard as a point.
///
/// A whole number above the full mark is never taken for another one here; only the page offers such readings, where they
/// can be seen before they are taken.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read(typed: &str, full: Score) -> Result<Option<Score>, Say> {
    let text: String = typed.trim().chars().map(|c| if matches!(c, '。' | '｡') { '.' } else { c }).collect();
    let mark: Score = match text.parse() {
        Ok(mark) => mark,
        Err(NumberError::Empty) => return Ok(None),
        Err(NumberError::TooFine { .. }) => return Err(Say::new("marking-too-fine")),
        Err(_) => {
            let shown: String = text.chars().take(12).collect();
            return Err(Say::new("marking-not-a-number").with("typed", shown).with("full", full));
        }
    };
    if mark < Score::ZERO {
        return Err(Say::new("marking-negative").with("full", full));
    }
    if mark > full {
        let tenth = Score::from_thousandths(mark.thousandths() / 10);
        let say = if mark.thousandths() % 1000 == 0 && tenth <= full {
            Say::new("marking-above-tenth").with("tenth", tenth)
        } else {
            Say::new("marking-above")
        };
        return Err(say.with("typed", mark).with("full", full));
    }
    Ok(Some(mark))
}

/// What the marks of one organisation come to so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Line {
    /// How many marks there are.
    pub given: usize,
    /// Their sum in points; empty without a mark.
    pub total: String,
    /// Their sum as a share of the full marks of the same indicators, in per cent, rounded half up to one digit.
    pub share: String,
    /// Place among the organisations whose marks are complete, by total: 1, 2, 2, 4.
    pub rank: Option<usize>,
}

/// Sums, shares and places of all rows of a sheet; those of recused organisations are empty.
pub(crate) fn lines(sheet: &Sheet) -> Vec<Line> {
    let totals: Vec<Option<i64>> = sheet
        .rows
        .iter()
        .map(|row| {
            let marks: Option<Vec<i64>> = row.marks.iter().map(|m| m.map(Score::thousandths)).collect();
            marks.filter(|_| row.recusal.is_none()).map(|marks| marks.iter().sum())
        })
        .collect();
    let line = |(row, total): (&SheetRow, &Option<i64>)| {
        if row.recusal.is_some() {
            return Line::default();
        }
        let given = || {
            row.marks.iter().zip(&sheet.columns).filter_map(|(mark, column)| Some((*mark)?).zip(Some(column)))
        };
        let sum: i64 = given().map(|(mark, _)| mark.thousandths()).sum();
        let full: i64 = given().map(|(_, column)| column.full.thousandths()).sum();
        let count = given().count();
        Line {
            given: count,
            total: if count == 0 { String::new() } else { Score::from_thousandths(sum).to_string() },
            share: share(sum, full),
            rank: total.map(|own| 1 + totals.iter().flatten().filter(|other| **other > own).count()),
        }
    };
    sheet.rows.iter().zip(&totals).map(line).collect()
}

/// A share in per cent with one digit, rounded half up; empty when there is nothing to share.
fn share(part: i64, whole: i64) -> String {
    let percent = Ratio::new(i128::from(part) * 100, i128::from(whole));
    percent.filter(|_| whole > 0).map(|percent| percent.rounded(1).to_string()).unwrap_or_default()
}

/// What the marks of one indicator look like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Spread {
    pub name: String,
    #[schemars(with = "String")]
    pub full: Score,
    /// How many marks there are.
    pub given: usize,
    /// Lowest, highest and mean in points, the mean rounded half up to two digits; empty without a mark.
    pub lowest: String,
    pub highest: String,
    pub mean: String,
    /// The mark given most often, and how often.
    pub commonest: String,
    pub times: usize,
}

/// The marks of each indicator of a sheet.
pub(crate) fn spreads(sheet: &Sheet) -> Vec<Spread> {
    let of = |(index, column): (usize, &Column)| {
        let mut marks: Vec<Score> =
            sheet.to_mark().filter_map(|row| row.marks.get(index).copied().flatten()).collect();
        marks.sort_unstable();
        let sum: i128 = marks.iter().map(|mark| i128::from(mark.thousandths())).sum();
        let count = i128::try_from(marks.len()).unwrap_or_default();
        let mean = Ratio::new(sum, count * 1000).map(|mean| mean.rounded(2).to_string());
        // Of marks given equally often the highest is named.
        let runs = marks.chunk_by(|one, next| one == next);
        let commonest = runs.max_by_key(|run| run.len());
        let text = |mark: Option<&Score>| mark.map(Score::to_string).unwrap_or_default();
        Spread {
            name: column.name.clone(),
            full: column.full,
            given: marks.len(),
            lowest: text(marks.first()),
            highest: text(marks.last()),
            mean: mean.filter(|_| count > 0).unwrap_or_default(),
            commonest: text(commonest.and_then(<[Score]>::first)),
            times: commonest.map_or(0, <[Score]>::len),
        }
    };
    sheet.columns.iter().enumerate().map(of).collect()
}

/// What a reviewer should look at once more before submitting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Looks {
    /// Organisations that share their total with another one.
    pub equal_totals: usize,
    /// Organisations that were given the same share of the full mark by every indicator.
    pub straight: usize,
    /// Lowest and highest total in points.
    pub lowest: String,
    pub highest: String,
}

/// What the organisations whose marks are complete look like side by side.
pub(crate) fn looks(sheet: &Sheet) -> Looks {
    let complete = || sheet.to_mark().filter(|row| row.marks.iter().all(Option::is_some));
    let sum = |row: &SheetRow| row.marks.iter().flatten().map(|mark| mark.thousandths()).sum();
    let totals: Vec<i64> = complete().map(sum).collect();
    let shared = |total: &&i64| totals.iter().filter(|other| other == total).count() > 1;
    let straight = |row: &&SheetRow| {
        let mut shares = row.marks.iter().zip(&sheet.columns).map(|(mark, column)| {
            let full = i128::from(column.full.thousandths());
            mark.and_then(|mark| Ratio::new(i128::from(mark.thousandths()), full))
        });
        let first = shares.next().flatten();
        sheet.columns.len() > 1 && first.is_some() && shares.all(|share| share == first)
    };
    let points = |total: Option<&i64>| total.map(|total| Score::from_thousandths(*total).to_string());
    Looks {
        equal_totals: totals.iter().filter(shared).count(),
        straight: complete().filter(straight).count(),
        lowest: points(totals.iter().min()).unwrap_or_default(),
        highest: points(totals.iter().max()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Score {
        text.parse().unwrap()
    }

    #[test]
    fn marks_are_read_as_typed_and_never_guessed() {
        let ten = points("10");
        for (typed, mark) in
            [("8.5", "8.5"), ("８．５", "8.5"), ("8。5", "8.5"), (" 10 ", "10"), ("0", "0"), (".5", "0.5")]
        {
            assert_eq!(read(typed, ten), Ok(Some(points(mark))), "{typed}");
        }
        assert_eq!(read("  ", ten), Ok(None));
        let wrong = [
            ("85", "marking-above-tenth"),
            ("10.5", "marking-above"),
            ("1000", "marking-above"),
            ("-1", "marking-negative"),
            ("8.5分", "marking-not-a-number"),
            ("回避", "marking-not-a-number"),
            ("8.1234", "marking-too-fine"),
        ];
        for (typed, key) in wrong {
            assert_eq!(read(typed, ten).unwrap_err().key, key, "{typed}");
        }
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(share(785, 850), "92.4");
        assert_eq!(share(1, 16), "6.3", "6.25 is rounded up");
        assert_eq!(share(0, 10), "0.0");
        assert_eq!(share(0, 0), "");
    }
}
