//! The mass evaluation: means of voter groups, weighted over the groups that reached their minimum.

use super::fault::MissingReason;
use super::tally::{ChoiceAt, choice, counted};
use crate::input::Tally;
use crate::number::{Ratio, Score};
use crate::outcome::Satisfaction;
use crate::scheme::{Ballots, Group, Satisfied};

/// The mark of the mass evaluation and how it came about.
pub(crate) struct BallotWork<'a> {
    /// The mark out of the full mark.
    pub value: Ratio,
    /// The weighted mean on the ballots' scale.
    pub mean: Ratio,
    /// Every group of the scheme, in its order.
    pub groups: Vec<GroupWork<'a>>,
    pub satisfaction: Satisfaction,
}

/// One voter group.
pub(crate) struct GroupWork<'a> {
    pub group: &'a Group,
    pub tally: Option<&'a Tally>,
    /// Ballots that chose a counted choice.
    pub valid: u64,
    /// Returned ballots that are neither chosen nor spoilt.
    pub abstained: u64,
    /// Mean on the ballots' scale; `None` without the minimum of valid ballots.
    pub mean: Option<Ratio>,
    /// The weight it has in the end, out of 1.
    pub share: Ratio,
}

/// Scores the ballots about one participant.
pub(super) fn mass<'a>(
    full: Score,
    rule: &'a Ballots,
    tallies: impl Iterator<Item = (usize, &'a Tally)>,
) -> Result<BallotWork<'a>, MissingReason> {
    let mut groups: Vec<GroupWork> = rule
        .groups
        .iter()
        .map(|group| GroupWork { group, tally: None, valid: 0, abstained: 0, mean: None, share: Ratio::ZERO })
        .collect();
    let (mut any, mut valid, mut strict, mut wide) = (false, 0_u64, 0_u64, 0_u64);
    for (at, tally) in tallies {
        let Some(work) = groups.get_mut(at) else { continue };
        any = true;
        let mut points = 0_i128;
        let (mut own_strict, mut own_wide) = (0_u64, 0_u64);
        for entry in &tally.choices {
            let Some(ChoiceAt::Counted(position)) = choice(rule, &entry.choice) else { continue };
            let Some(chosen) = rule.choices.get(position) else { continue };
            let count = u64::from(entry.count);
            work.valid += count;
            points += i128::from(chosen.points.thousandths()) * i128::from(count);
            own_strict += if chosen.satisfied == Some(Satisfied::Strict) { count } else { 0 };
            own_wide += if chosen.satisfied.is_some() { count } else { 0 };
        }
        work.tally = Some(tally);
        work.abstained = u64::from(tally.returned).saturating_sub(counted(tally));
        if work.valid > 0 && work.valid >= u64::from(work.group.least) {
            work.mean = Ratio::new(points, i128::from(work.valid) * 1_000);
            valid += work.valid;
            strict += own_strict;
            wide += own_wide;
        }
    }
    if !any {
        return Err(MissingReason::Nothing);
    }
    let present: Ratio = groups.iter().filter(|g| g.mean.is_some()).map(|g| g.group.weight.clone()).sum();
    let mut mean = Ratio::ZERO;
    for work in &mut groups {
        if let Some(own) = &work.mean {
            work.share = work.group.weight.over(&present).ok_or(MissingReason::NoGroupReachedMinimum)?;
            mean = mean + work.share.clone() * own.clone();
        }
    }
    if present.is_zero() {
        return Err(MissingReason::NoGroupReachedMinimum);
    }
    let value = (full.ratio() * mean.clone()).over(&rule.scale.ratio()).unwrap_or_default();
    let of_valid = |count: u64| Ratio::new(i128::from(count), i128::from(valid)).unwrap_or_default();
    let satisfaction = Satisfaction { valid, strict: of_valid(strict), wide: of_valid(wide) };
    Ok(BallotWork { value, mean, groups, satisfaction })
}
