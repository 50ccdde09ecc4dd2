//! Everybody's figures, taken apart so that dimensions, totals, ranks and grades follow again from a few numbers.

use super::Firmness;
use crate::evaluate::{Assembled, EvaluateError, Gathered, assembled, graded};
use crate::grade::Lines;
use crate::number::Ratio;
use crate::outcome::{Figure, GradeName, grade_names};
use crate::rank::rank;
use crate::scheme::Scheme;

/// A dimension of one participant, apart from its weight.
pub(super) struct Part {
    /// Whether it is there at all.
    pub counted: bool,
    /// Sum of the full marks that carry it.
    pub full: Ratio,
    /// The marks that carry it, over `full`: without ballots, and by ballots.
    pub other: Ratio,
    pub ballots: Ratio,
    /// Bonus points, which no weight scales.
    bonus: Ratio,
    may_exceed: bool,
}

impl Part {
    /// The points under a weight, as the assembly of an evaluation gives them.
    fn points(&self, weight: &Ratio) -> Ratio {
        let carried = (self.other.clone() + self.ballots.clone()) * weight.clone();
        let room = weight.clone() - carried.clone();
        carried + if self.may_exceed { self.bonus.clone() } else { self.bonus.clone().min(room) }
    }
}

/// One participant who is graded again and again.
pub(super) struct Member<'a> {
    /// Position in the order of the result.
    pub at: usize,
    pub one: &'a Gathered<'a>,
    pub own: Assembled,
    /// By dimension.
    pub parts: Vec<Part>,
    seen: Seen,
}

/// Positions of grades, and ranks.
struct Seen {
    grade: usize,
    rank: u32,
    kept: u32,
    of: u32,
    grades: (usize, usize),
    ranks: (u32, u32),
}

impl Member<'_> {
    /// Dimensions and total under these weights. What an absent dimension weighs goes to the others in proportion.
    pub fn weigh(&mut self, scheme: &Scheme, weights: &[Ratio]) {
        let all: Ratio = weights.iter().cloned().sum();
        let there = self.parts.iter().zip(weights).filter(|(part, _)| part.counted);
        let there: Ratio = there.map(|(_, weight)| weight.clone()).sum();
        let Some(stretch) = all.over(&there) else { return };
        let mut total = Ratio::ZERO;
        for ((figure, part), weight) in self.own.dimensions.iter_mut().zip(&self.parts).zip(weights) {
            if part.counted {
                let points = part.points(weight) * stretch.clone();
                total = total + points.clone();
                figure.points = Figure::new(points, scheme.publish.dimension);
                figure.out_of = weight.clone() * stretch.clone();
            }
        }
        if self.one.decisions.total().is_none() {
            self.own.total = total;
        }
    }

    /// What was seen.
    pub fn firmness(&self, names: &[GradeName]) -> Firmness {
        let Seen { grade, rank, kept, of, grades, ranks } = self.seen;
        let nothing = || GradeName { code: String::new(), name: String::new() };
        let name = |at: usize| names.get(at).cloned().unwrap_or_else(nothing);
        let share = Ratio::from(kept).over(&Ratio::from(of));
        Firmness {
            grade: name(grade),
            rank,
            kept,
            of,
            share: share.map(|share| Figure::new(share, 3)),
            best_grade: name(grades.0),
            worst_grade: name(grades.1),
            best_rank: ranks.0,
            worst_rank: ranks.1,
        }
    }

    fn see(&mut self, rank: u32, grade: usize) {
        let seen = &mut self.seen;
        seen.of += 1;
        seen.kept += u32::from(seen.grade == grade);
        seen.grades = (seen.grades.0.min(grade), seen.grades.1.max(grade));
        seen.ranks = (seen.ranks.0.min(rank), seen.ranks.1.max(rank));
    }
}

/// Those who are ranked against each other.
pub(super) struct Field<'a> {
    lines: Lines<'a>,
    pub members: Vec<Member<'a>>,
}

/// Everybody by category, with place and grade as evaluated.
pub(super) fn fields<'a>(
    scheme: &'a Scheme,
    gathered: &'a [Gathered<'a>],
) -> Result<Vec<Field<'a>>, EvaluateError> {
    let mut fields: Vec<Field> = Vec::new();
    for (one, own) in assembled(scheme, gathered)? {
        let parts = parts(scheme, &own);
        let seen = Seen { grade: 0, rank: 0, kept: 0, of: 0, grades: (0, 0), ranks: (0, 0) };
        let member = Member { at: 0, one, own, parts, seen };
        let same = |field: &&mut Field| {
            field.members.last().is_some_and(|last| last.one.category.name == one.category.name)
        };
        match fields.last_mut().filter(same) {
            Some(field) => field.members.push(member),
            None => fields.push(Field { lines: Lines::new(scheme, 0), members: vec![member] }),
        }
    }
    let mut at = 0_usize;
    for field in &mut fields {
        field.lines = Lines::new(scheme, u32::try_from(field.members.len()).unwrap_or(u32::MAX));
        field.grade(scheme, |member, rank, grade| {
            member.at = at;
            at += 1;
            member.seen = Seen { grade, rank, kept: 0, of: 0, grades: (grade, grade), ranks: (rank, rank) };
        });
    }
    Ok(fields)
}

impl Field<'_> {
    /// Ranks and grades everybody with the figures they have now, and remembers what was seen.
    pub fn look(&mut self, scheme: &Scheme) {
        self.grade(scheme, |member, rank, grade| member.see(rank, grade));
    }

    fn grade(&mut self, scheme: &Scheme, mut each: impl FnMut(&mut Member, u32, usize)) {
        let places =
            rank(scheme, &mut self.members, |member| &member.own, |a, b| a.one.named().cmp(&b.one.named()));
        for (member, place) in self.members.iter_mut().zip(&places) {
            let (grade, ..) = graded(scheme, &self.lines, member.one, &member.own, place);
            let last = scheme.grades.len().saturating_sub(1);
            let at = scheme.grades.iter().position(|known| known.code == grade.code).unwrap_or(last);
            each(member, place.rank, at);
        }
    }
}

/// Everybody in the order of the result.
pub(super) fn in_order<'m, 'a>(fields: &'m [Field<'a>]) -> Vec<&'m Member<'a>> {
    let mut members: Vec<&Member> = fields.iter().flat_map(|field| &field.members).collect();
    members.sort_by_key(|member| member.at);
    members
}

/// The names of the grades, best first.
pub(super) fn names(scheme: &Scheme) -> Vec<GradeName> {
    grade_names(scheme)
}

fn parts(scheme: &Scheme, own: &Assembled) -> Vec<Part> {
    let one = |(dimension, figure): (&crate::scheme::Dimension, &crate::outcome::DimensionFigure)| {
        let mut part = Part {
            counted: figure.counted,
            full: Ratio::ZERO,
            other: Ratio::ZERO,
            ballots: Ratio::ZERO,
            bonus: Ratio::ZERO,
            may_exceed: dimension.may_exceed,
        };
        for (indicator, figure) in scheme.indicators.iter().zip(&own.indicators) {
            let Some(mark) = figure.mark.as_ref().filter(|_| indicator.dimension == dimension.code) else {
                continue;
            };
            let sum = match (indicator.is_bonus(), indicator.is_ballots()) {
                (true, _) => &mut part.bonus,
                (false, true) => &mut part.ballots,
                (false, false) => &mut part.other,
            };
            *sum = sum.clone() + mark.exact.clone();
            if !indicator.is_bonus() {
                part.full = part.full.clone() + indicator.full.ratio();
            }
        }
        part.other = part.other.over(&part.full).unwrap_or_default();
        part.ballots = part.ballots.over(&part.full).unwrap_or_default();
        part
    };
    scheme.dimensions.iter().zip(&own.dimensions).map(one).collect()
}
