//! From a scheme and an input to the outcome.

mod assemble;
mod ballots;
mod decisions;
mod fault;
mod gather;
mod indicator;
mod measured;
mod panel;
mod tally;
mod words;

use crate::grade::{DecidedBy, GradeReason, Lines};
use crate::input::Input;
use crate::number::Ratio;
use crate::outcome::{
    CategoryFigures, DecidedFigure, DimensionSpread, Figure, GradeName, Outcome, Standing, category_position,
    grade_names, spread,
};
use crate::rank::{Place, rank};
use crate::scheme::{Scheme, Veto};

pub(crate) use assemble::{Assembled, assemble};
pub(crate) use ballots::{BallotWork, GroupWork};
pub use fault::{EvaluateError, Fault, MissingReason, Trouble};
pub(crate) use gather::{Gathered, gather, recorded};
pub(crate) use indicator::{Found, Work, score};
pub(crate) use panel::PanelWork;
pub(crate) use tally::{ChoiceAt, choice};

/// Computes every figure, rank and grade.
///
/// The outcome depends on the content of the input only, not on the order of anything in it. To try other weights or
/// quotas, evaluate the same input with a [`Variant`](crate::Variant) of the scheme.
///
/// A [`Decision`](crate::Decision) takes the place of what was computed, and the computed value is kept beside it.
///
/// # Errors
/// [`EvaluateError::Scheme`] or [`EvaluateError::Input`] with every fault found; nothing is computed from half an input.
pub fn evaluate(scheme: &Scheme, input: &Input) -> Result<Outcome, EvaluateError> {
    scheme.check().map_err(EvaluateError::Scheme)?;
    let gathered = gather(scheme, input).map_err(EvaluateError::Input)?;
    let mut all = assembled(scheme, &gathered)?;
    let mut outcome = Outcome {
        scheme: scheme.code.clone(),
        version: scheme.version,
        publish: scheme.publish.clone(),
        grades: grade_names(scheme),
        standings: Vec::with_capacity(all.len()),
        categories: Vec::new(),
        line_ties: Vec::new(),
    };
    for category in all.chunk_by_mut(|(a, _), (b, _)| a.category.name == b.category.name) {
        one_category(scheme, category, &mut outcome);
    }
    Ok(outcome)
}

/// The figures of everybody before ranking, by category in the order of the scheme, then key.
pub(crate) fn assembled<'a>(
    scheme: &Scheme,
    gathered: &'a [Gathered<'a>],
) -> Result<Vec<(&'a Gathered<'a>, Assembled)>, EvaluateError> {
    let mut faults = Vec::new();
    let mut all: Vec<(&Gathered, Assembled)> = Vec::with_capacity(gathered.len());
    for one in gathered {
        match assemble(scheme, one) {
            Ok(assembled) => all.push((one, assembled)),
            Err(troubles) => faults.extend(troubles.into_iter().map(|trouble| Fault {
                participant: one.participant.key.clone(),
                trouble,
                source: None,
            })),
        }
    }
    if !faults.is_empty() {
        faults.sort_unstable();
        return Err(EvaluateError::Input(faults));
    }
    all.sort_by_key(|(one, _)| category_position(&scheme.categories, &one.category.name));
    Ok(all)
}

/// Ranks and grades one category and appends it to the outcome.
fn one_category(scheme: &Scheme, category: &mut [(&Gathered, Assembled)], outcome: &mut Outcome) {
    let places = rank(scheme, category, |(_, own)| own, |(a, _), (b, _)| a.named().cmp(&b.named()));
    let Some(name) = category.first().map(|(one, _)| one.category.name.clone()) else { return };
    let of = u32::try_from(category.len()).unwrap_or(u32::MAX);
    let lines = Lines::new(scheme, of);
    outcome.line_ties.extend(lines.ties(&name, &places));
    let first = outcome.standings.len();
    for ((one, assembled), place) in category.iter().zip(places) {
        outcome.standings.push(standing(scheme, &lines, one, assembled, place, of));
    }
    let standings = outcome.standings.get(first..).unwrap_or_default();
    let grades = outcome.grades.iter().map(|grade| standings.iter().filter(|s| s.grade == *grade).count());
    let grades = grades.map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect();
    let totals: Vec<Ratio> = category.iter().map(|(_, assembled)| assembled.total.clone()).collect();
    let Some(total) = spread(totals, scheme.publish.total) else { return };
    let mut dimensions = Vec::with_capacity(scheme.dimensions.len());
    for (at, dimension) in scheme.dimensions.iter().enumerate() {
        let figures = category.iter().filter_map(|(_, assembled)| assembled.dimensions.get(at));
        let values =
            figures.filter(|figure| figure.counted).map(|figure| figure.points.exact.clone()).collect();
        if let Some(spread) = spread(values, scheme.publish.dimension) {
            dimensions.push(DimensionSpread { code: dimension.code.clone(), spread });
        }
    }
    outcome.categories.push(CategoryFigures { category: name, of, total, dimensions, grades });
}

fn standing(
    scheme: &Scheme,
    lines: &Lines,
    one: &Gathered,
    own: &Assembled,
    place: Place,
    of: u32,
) -> Standing {
    let (grade, why, decided_grade) = graded(scheme, lines, one, own, &place);
    let mut decided = own.decided.clone();
    decided.extend(decided_grade);
    Standing {
        participant: one.participant.key.clone(),
        name: one.participant.name.clone(),
        category: one.category.name.clone(),
        rank: place.rank,
        of,
        tied_with: place.tied_with,
        tie_broken_by: place.tie_broken_by,
        grade,
        why,
        panel: Figure::new(own.panel.clone(), scheme.publish.panel),
        mass: Figure::new(own.mass.clone(), scheme.publish.mass),
        total: Figure::new(own.total.clone(), scheme.publish.total),
        dimensions: own.dimensions.clone(),
        indicators: own.indicators.clone(),
        decided,
    }
}

/// The grade of one place: by rank and total, capped by guards and vetoes, or decided.
pub(crate) fn graded(
    scheme: &Scheme,
    lines: &Lines,
    one: &Gathered,
    own: &Assembled,
    place: &Place,
) -> (GradeName, GradeReason, Option<DecidedFigure>) {
    let (grade, mut why) = lines.grade(place, own, &vetoes(scheme, one));
    let Some((new, decision)) = one.decisions.grade(scheme) else { return (grade, why, None) };
    let decided = DecidedFigure {
        what: "grade".to_owned(),
        computed: grade.code,
        decided: new.code.clone(),
        reason: decision.reason.clone(),
    };
    // what the committee decided needs no further approval
    (why.decided_by, why.needs_approval) = (DecidedBy::Decision, false);
    (GradeName { code: new.code.clone(), name: new.name.clone() }, why, Some(decided))
}

/// The vetoes that were recorded, each once, in the order of the scheme.
fn vetoes<'a>(scheme: &'a Scheme, one: &Gathered) -> Vec<&'a Veto> {
    let recorded = |veto: &&Veto| one.vetoes.iter().any(|v| v.veto == veto.code || v.veto == veto.name);
    scheme.vetoes.iter().filter(recorded).collect()
}
