//! Reviewers' marks brought to one.

use super::fault::MissingReason;
use crate::input::Mark;
use crate::number::Ratio;
use crate::scheme::{Average, Fallback, Panel};

/// The averaged mark and how it came about.
pub(crate) struct PanelWork<'a> {
    pub value: Ratio,
    /// The average that was taken in the end.
    pub taken: Average,
    /// Marks by reviewer.
    pub marks: Vec<&'a Mark>,
    /// Position of the dropped highest and lowest mark.
    pub dropped: Option<(usize, usize)>,
}

/// Averages the marks of one indicator.
///
/// Of several equal highest (lowest) marks the one of the first reviewer is dropped; the value is the same for any.
pub(super) fn average<'a>(rule: &Panel, marks: Vec<&'a Mark>) -> Result<PanelWork<'a>, MissingReason> {
    let enough = |least: u32| marks.len() >= usize::try_from(least).unwrap_or(usize::MAX);
    if marks.is_empty() {
        return Err(MissingReason::Nothing);
    }
    if !enough(rule.quorum) {
        return Err(MissingReason::BelowQuorum);
    }
    let taken = match rule.average {
        Average::Trimmed if !enough(rule.trim_from.max(3)) => match rule.fallback {
            Fallback::Mean => Average::Mean,
            Fallback::Median => Average::Median,
            Fallback::Missing => return Err(MissingReason::TooFewToTrim),
        },
        average => average,
    };
    let thousandths = |mark: &Mark| i128::from(mark.mark.thousandths());
    let sum: i128 = marks.iter().map(|mark| thousandths(mark)).sum();
    let count = i128::try_from(marks.len()).unwrap_or(1);
    let mut dropped = None;
    let value = match taken {
        Average::Mean => Ratio::new(sum, count * 1_000),
        Average::Median => {
            let mut sorted: Vec<i128> = marks.iter().map(|mark| thousandths(mark)).collect();
            sorted.sort_unstable();
            let upper = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
            let lower = sorted.get((sorted.len() - 1) / 2).copied().unwrap_or(0);
            Ratio::new(upper + lower, 2_000)
        }
        Average::Trimmed => {
            let first = |better: fn(i128, i128) -> bool, besides: Option<usize>| {
                let mut found: Option<(usize, i128)> = None;
                for (at, mark) in marks.iter().enumerate().filter(|(at, _)| Some(*at) != besides) {
                    if found.is_none_or(|(_, best)| better(thousandths(mark), best)) {
                        found = Some((at, thousandths(mark)));
                    }
                }
                found.unwrap_or((0, 0))
            };
            let (highest, most) = first(|a, b| a > b, None);
            let (lowest, least) = first(|a, b| a < b, Some(highest));
            dropped = Some((highest, lowest));
            Ratio::new(sum - most - least, (count - 2) * 1_000)
        }
    };
    Ok(PanelWork { value: value.unwrap_or_default(), taken, marks, dropped })
}
