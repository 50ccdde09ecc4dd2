//! Grades under other ballots of the same electorate.

use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::ground::{Member, fields, in_order, names};
use super::{Firmness, FirmnessError};
use crate::evaluate::{ChoiceAt, EvaluateError, Found, GroupWork, Work, choice, gather, score};
use crate::input::Input;
use crate::number::{Ratio, Rounded};
use crate::outcome::Satisfaction;
use crate::scheme::{Ballots, GuardedFigure, Indicator, Satisfied, Scheme};

/// The replicates that are usual.
pub const REPLICATES: u32 = 1_000;

/// The most ballots that are drawn for one answer.
pub const MOST_DRAWS: u64 = 1_000_000_000;

/// What other ballots would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// The seed of chance.
    pub seed: u64,
    /// How often all ballots were drawn again.
    pub replicates: u32,
    /// Everybody in the order of the result.
    pub participants: Vec<BootstrapFigures>,
}

/// One participant under other ballots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BootstrapFigures {
    /// The caller's key.
    pub participant: String,
    /// How many ballots are drawn again each time: the counted ones of the groups that reached their minimum.
    pub ballots: u64,
    /// The mass evaluation's part.
    pub mass: Interval,
    /// The total.
    pub total: Interval,
    /// What became of place and grade.
    #[serde(flatten)]
    pub firmness: Firmness,
}

/// Where the middle 95 of a hundred replicates lie, as published figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The 2.5 % percentile: the ⌈n · 2.5 %⌉th smallest of n.
    pub low: Rounded,
    /// The 97.5 % percentile: the ⌈n · 97.5 %⌉th smallest of n.
    pub high: Rounded,
}

/// The counted ballots of one group about one participant.
struct Urn {
    /// Positions in the scheme.
    dimension: usize,
    indicator: usize,
    valid: u32,
    /// Of each choice but the last, how many ballots are for it or one before.
    up_to: Vec<u32>,
    choices: Vec<Worth>,
    /// The ballots' share of the dimension per thousandth of a point.
    each: Ratio,
}

/// What a choice is worth.
struct Worth {
    thousandths: i128,
    strict: bool,
    wide: bool,
}

/// The urns of one participant, and what was drawn.
struct Draws {
    chance: Chance,
    urns: Vec<Urn>,
    /// By dimension, the share of ballots that are not drawn again.
    fixed: Vec<Ratio>,
    masses: Vec<Ratio>,
    totals: Vec<Ratio>,
}

/// Draws the ballots again and again, evaluates each time, and reports how far figures and grades move.
///
/// From every group that reached its minimum as many ballots are drawn, with replacement, as were counted (B. Efron,
/// *Bootstrap methods: another look at the jackknife*, Annals of Statistics 7 (1979), 1–26; percentile interval). What
/// left the denominator, spoilt ballots, 不了解 and abstentions, stays as it was. Everything else, the panel's marks and
/// the decisions, stays, too; a mass evaluation whose mark is missing or was decided is not drawn.
///
/// The same seed gives the same answer on every machine, whatever the order of the input, and each participant's draws
/// depend on the seed and its key alone.
///
/// # Errors
/// [`FirmnessError::NoReplicates`], [`FirmnessError::TooManyDraws`], and [`FirmnessError::Evaluate`] as
/// [`evaluate`](crate::evaluate).
pub fn bootstrap(
    scheme: &Scheme,
    input: &Input,
    seed: u64,
    replicates: u32,
) -> Result<Bootstrap, FirmnessError> {
    if replicates == 0 {
        return Err(FirmnessError::NoReplicates);
    }
    scheme.check().map_err(EvaluateError::Scheme)?;
    let gathered = gather(scheme, input).map_err(EvaluateError::Input)?;
    let mut fields = fields(scheme, &gathered)?;
    let count = fields.iter().map(|field| field.members.len()).sum();
    let mut draws: Vec<Draws> =
        in_order(&fields).into_iter().map(|member| start(scheme, seed, member)).collect();
    let ballots: u64 = draws.iter().map(Draws::ballots).sum();
    let all = ballots.saturating_mul(u64::from(replicates));
    if all > MOST_DRAWS {
        return Err(FirmnessError::TooManyDraws(all));
    }
    let weights: Vec<Ratio> = scheme.dimensions.iter().map(|dimension| dimension.weight.ratio()).collect();
    let guarded = scheme.guards.iter().any(|g| matches!(g.figure, GuardedFigure::Satisfaction { .. }));
    for _ in 0..replicates {
        for field in &mut fields {
            for member in &mut field.members {
                if let Some(own) = draws.get_mut(member.at) {
                    own.again(scheme, &weights, guarded, member);
                }
            }
            field.look(scheme);
        }
    }
    let names = names(scheme);
    let mut participants = Vec::with_capacity(count);
    for (member, own) in in_order(&fields).into_iter().zip(draws) {
        participants.push(BootstrapFigures {
            participant: member.one.participant.key.clone(),
            ballots: own.ballots(),
            mass: interval(own.masses, scheme.publish.mass),
            total: interval(own.totals, scheme.publish.total),
            firmness: member.firmness(&names),
        });
    }
    Ok(Bootstrap { seed, replicates, participants })
}

/// Fills the urns of one participant.
fn start(scheme: &Scheme, seed: u64, member: &Member) -> Draws {
    let mut fixed: Vec<Ratio> = member.parts.iter().map(|part| part.ballots.clone()).collect();
    let mut urns = Vec::new();
    for (at, indicator) in scheme.indicators.iter().enumerate() {
        let dimension = scheme.dimensions.iter().position(|d| d.code == indicator.dimension);
        let (Some(dimension), None) = (dimension, member.one.decisions.mark(at)) else { continue };
        let (Some(part), Some(fixed)) = (member.parts.get(dimension), fixed.get_mut(dimension)) else {
            continue;
        };
        if let (crate::scheme::Method::Ballots(rule), Found::Worked(Work::Ballots(work))) =
            (&indicator.method, score(at, indicator, member.one))
        {
            *fixed = fixed.clone() - work.value.over(&part.full).unwrap_or_default();
            let urn = |group| urn(indicator, rule, group, &part.full, (dimension, at));
            urns.extend(work.groups.iter().filter_map(urn));
        }
    }
    let chance = Chance::new(seed, &member.one.participant.key);
    Draws { chance, urns, fixed, masses: Vec::new(), totals: Vec::new() }
}

/// The urn of one group, when it counts. `full` are the full marks of the dimension.
fn urn(
    indicator: &Indicator,
    rule: &Ballots,
    group: &GroupWork,
    full: &Ratio,
    (dimension, at): (usize, usize),
) -> Option<Urn> {
    let (Some(tally), Some(_)) = (group.tally, &group.mean) else { return None };
    let mut counts = vec![0_u32; rule.choices.len()];
    for entry in &tally.choices {
        if let Some(ChoiceAt::Counted(position)) = choice(rule, &entry.choice) {
            *counts.get_mut(position)? += entry.count;
        }
    }
    // the tally was checked: no more ballots are counted than a u32 of returned ones
    let valid = u32::try_from(group.valid).ok()?;
    let up_to = counts.iter().scan(0_u32, |sum, count| {
        *sum = sum.saturating_add(*count);
        Some(*sum)
    });
    let per = rule.scale.ratio() * Ratio::from(1_000) * Ratio::from(valid) * full.clone();
    Some(Urn {
        dimension,
        indicator: at,
        valid,
        up_to: up_to.take(counts.len().saturating_sub(1)).collect(),
        choices: rule
            .choices
            .iter()
            .map(|choice| Worth {
                thousandths: i128::from(choice.points.thousandths()),
                strict: choice.satisfied == Some(Satisfied::Strict),
                wide: choice.satisfied.is_some(),
            })
            .collect(),
        each: (indicator.full.ratio() * group.share.clone()).over(&per)?,
    })
}

impl Draws {
    fn ballots(&self) -> u64 {
        self.urns.iter().map(|urn| u64::from(urn.valid)).sum()
    }

    /// Draws once from every urn and puts the figures that follow into the member.
    fn again(&mut self, scheme: &Scheme, weights: &[Ratio], guarded: bool, member: &mut Member) {
        for (part, fixed) in member.parts.iter_mut().zip(&self.fixed) {
            part.ballots = fixed.clone();
        }
        for of_indicator in self.urns.chunk_by(|a, b| a.indicator == b.indicator) {
            let (mut valid, mut strict, mut wide) = (0_u64, 0_u64, 0_u64);
            for urn in of_indicator {
                let mut thousandths = 0_i128;
                for (count, worth) in urn.draw(&mut self.chance).into_iter().zip(&urn.choices) {
                    thousandths += i128::from(count) * worth.thousandths;
                    strict += if worth.strict { u64::from(count) } else { 0 };
                    wide += if worth.wide { u64::from(count) } else { 0 };
                }
                valid += u64::from(urn.valid);
                if let Some(part) = member.parts.get_mut(urn.dimension) {
                    let drawn = urn.each.clone() * Ratio::new(thousandths, 1).unwrap_or_default();
                    part.ballots = part.ballots.clone() + drawn;
                }
            }
            let figure = of_indicator.first().and_then(|urn| member.own.indicators.get_mut(urn.indicator));
            if let Some(figure) = figure.filter(|_| guarded) {
                let of_valid = |count: u64| Ratio::new(count.into(), valid.into()).unwrap_or_default();
                figure.satisfaction =
                    Some(Satisfaction { valid, strict: of_valid(strict), wide: of_valid(wide) });
            }
        }
        member.weigh(scheme, weights);
        let mass = member.parts.iter().zip(&member.own.dimensions).filter(|(part, _)| part.counted);
        self.masses.push(mass.map(|(part, figure)| part.ballots.clone() * figure.out_of.clone()).sum());
        self.totals.push(member.own.total.clone());
    }
}

impl Urn {
    /// As many ballots as were counted, by choice.
    fn draw(&self, chance: &mut Chance) -> Vec<u32> {
        let mut counts = vec![0_u32; self.choices.len()];
        for _ in 0..self.valid {
            let ballot = chance.below(self.valid);
            let chosen = self.up_to.iter().filter(|up_to| **up_to <= ballot).count();
            if let Some(count) = counts.get_mut(chosen) {
                *count += 1;
            }
        }
        counts
    }
}

/// The percentiles of at least one value.
fn interval(mut values: Vec<Ratio>, digits: u8) -> Interval {
    values.sort_unstable();
    // ⌈n · thousandths / 1,000⌉ − 1
    let at = |thousandths: usize| (values.len() * thousandths).div_ceil(1_000).saturating_sub(1);
    let value = |thousandths| values.get(at(thousandths)).cloned().unwrap_or_default().rounded(digits);
    Interval { low: value(25), high: value(975) }
}
