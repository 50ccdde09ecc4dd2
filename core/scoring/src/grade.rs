//! From rank and total to the grade, with the reason.

use serde::{Deserialize, Serialize};

use crate::evaluate::Assembled;
use crate::number::{Ratio, Score};
use crate::outcome::{GradeName, grade_names};
use crate::rank::Place;
use crate::scheme::{GradingBy, Guard, GuardedFigure, LineTies, Satisfied, Scheme, Veto, answers_to};

/// Why a participant has its grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeReason {
    /// What decided in the end.
    pub decided_by: DecidedBy,
    /// The grade by rank, when the scheme grades by quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_quota: Option<ByQuota>,
    /// The grade by total, when the scheme grades by threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_threshold: Option<ByThreshold>,
    /// Every guard and veto that spoke, whether or not it lowered the grade.
    pub caps: Vec<Cap>,
    /// Codes of guards whose figure is not there, so that they could not be looked at.
    pub unassessed: Vec<String>,
    /// Above the line only together with others of equal rank, which needs approval.
    pub needs_approval: bool,
}

/// The rule that decided a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", content = "code", rename_all = "snake_case")]
pub enum DecidedBy {
    /// The rank within the category.
    Quota,
    /// The total.
    Threshold,
    /// Rank and total say the same.
    Both,
    /// A guard lowered the grade.
    Guard(String),
    /// A veto lowered the grade.
    Veto(String),
    /// The committee decided it; everything else in the reason is as computed.
    Decision,
}

/// A grade by rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByQuota {
    /// The grade by rank alone.
    pub grade: GradeName,
    /// The rank up to which it reaches, `of` for the last grade.
    pub up_to: u32,
    /// Kept below the better grade because others of equal rank did not fit with it.
    pub held_below_by_tie: bool,
}

/// A grade by total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByThreshold {
    /// The grade by total alone.
    pub grade: GradeName,
    /// The total it needs, nothing for the last grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Score>,
}

/// A guard or veto that spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// Code of the guard or veto.
    pub code: String,
    /// Its reason as printed.
    pub name: String,
    /// Whether it is a veto.
    pub veto: bool,
    /// The best grade it leaves.
    pub best: GradeName,
    /// The figure a guard looked at, exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Ratio>,
    /// The value below which the guard acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Ratio>,
}

/// Equal ranks on both sides of a quota's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTie {
    /// Name of the category.
    pub category: String,
    /// The grade whose places do not suffice for all of them.
    pub grade: GradeName,
    /// The rank they share.
    pub rank: u32,
    /// How many share it.
    pub sharing: u32,
    /// The places down to this grade.
    pub places: u32,
    /// What the scheme did.
    pub resolved: LineTies,
}

/// The lines of one category: how many places each grade but the last has, counted from the top.
pub(crate) struct Lines<'a> {
    scheme: &'a Scheme,
    names: Vec<GradeName>,
    places: Vec<u32>,
    of: u32,
}

impl<'a> Lines<'a> {
    pub fn new(scheme: &'a Scheme, of: u32) -> Self {
        let limited = scheme.grades.split_last().map_or(&[][..], |(_, limited)| limited);
        let share = |share: &Option<Ratio>| share.as_ref().map_or(0, |s| scheme.grading.places.of(s, of));
        let places = limited.iter().map(|grade| share(&grade.share)).collect();
        Self { scheme, names: grade_names(scheme), places, of }
    }

    fn name(&self, at: usize) -> GradeName {
        self.names.get(at).cloned().unwrap_or(GradeName { code: String::new(), name: String::new() })
    }

    fn last(&self) -> usize {
        self.names.len().saturating_sub(1)
    }

    /// The grade of one place, with its reason.
    pub fn grade(&self, place: &Place, own: &Assembled, vetoes: &[&Veto]) -> (GradeName, GradeReason) {
        let by = self.scheme.grading.by;
        let quota = (by != GradingBy::Threshold).then(|| self.by_quota(place));
        let threshold = (by != GradingBy::Quota).then(|| self.by_threshold(own));
        let at = quota.iter().chain(&threshold).copied().max().unwrap_or_else(|| self.last());
        let decided = match (quota, threshold) {
            (Some(a), Some(b)) if a == b => DecidedBy::Both,
            (Some(a), Some(b)) if a < b => DecidedBy::Threshold,
            (None, Some(_)) => DecidedBy::Threshold,
            _ => DecidedBy::Quota,
        };
        let (mut at, mut decided_by) = (at, decided);
        let (mut caps, mut unassessed) = (Vec::new(), Vec::new());
        for guard in &self.scheme.guards {
            match figure(self.scheme, guard, own) {
                None => unassessed.push(guard.code.clone()),
                Some(value) if value < guard.below => {
                    let cap = self.cap(&guard.code, &guard.name, &guard.best);
                    if cap.0 > at {
                        (at, decided_by) = (cap.0, DecidedBy::Guard(guard.code.clone()));
                    }
                    caps.push(Cap { figure: Some(value), below: Some(guard.below.clone()), ..cap.1 });
                }
                Some(_) => {}
            }
        }
        for veto in vetoes {
            let cap = self.cap(&veto.code, &veto.name, &veto.best);
            if cap.0 > at {
                (at, decided_by) = (cap.0, DecidedBy::Veto(veto.code.clone()));
            }
            caps.push(Cap { veto: true, ..cap.1 });
        }
        let by_quota = quota.map(|position| ByQuota {
            grade: self.name(position),
            up_to: self.places.get(position).copied().unwrap_or(self.of),
            held_below_by_tie: self.places.iter().position(|p| place.rank <= *p).unwrap_or(self.last())
                < position,
        });
        let by_threshold = threshold.map(|position| ByThreshold {
            grade: self.name(position),
            at_least: self.scheme.grades.get(position).and_then(|grade| grade.at_least),
        });
        let needs_approval = self.scheme.grading.ties == LineTies::AllUp
            && quota == Some(at)
            && self.places.get(at).is_some_and(|places| place.rank + place.tied_with > *places);
        (self.name(at), GradeReason { decided_by, by_quota, by_threshold, caps, unassessed, needs_approval })
    }

    fn cap(&self, code: &str, name: &str, best: &str) -> (usize, Cap) {
        let at = self.names.iter().position(|grade| grade.code == *best).unwrap_or(0);
        let (code, name) = (code.to_owned(), name.to_owned());
        (at, Cap { code, name, veto: false, best: self.name(at), figure: None, below: None })
    }

    fn by_quota(&self, place: &Place) -> usize {
        let counts_as = match self.scheme.grading.ties {
            LineTies::ByRank | LineTies::AllUp => place.rank,
            LineTies::AllDown => place.rank + place.tied_with,
        };
        self.places.iter().position(|places| counts_as <= *places).unwrap_or_else(|| self.last())
    }

    /// By the published total, so that 90.00 on paper is 90.
    fn by_threshold(&self, own: &Assembled) -> usize {
        let total = own.total.rounded(self.scheme.publish.total).value();
        let reached = |at_least: &Option<Score>| at_least.is_some_and(|least| total >= least.ratio());
        self.scheme.grades.iter().position(|grade| reached(&grade.at_least)).unwrap_or_else(|| self.last())
    }

    /// Equal ranks on both sides of a line.
    pub fn ties(&self, category: &str, places: &[Place]) -> Vec<LineTie> {
        if self.scheme.grading.by == GradingBy::Threshold {
            return Vec::new();
        }
        let mut ties = Vec::new();
        for (at, limit) in self.places.iter().enumerate() {
            let straddling = |place: &&Place| place.rank <= *limit && place.rank + place.tied_with > *limit;
            if let Some(place) = places.iter().find(straddling) {
                ties.push(LineTie {
                    category: category.to_owned(),
                    grade: self.name(at),
                    rank: place.rank,
                    sharing: place.tied_with + 1,
                    places: *limit,
                    resolved: self.scheme.grading.ties,
                });
            }
        }
        ties
    }
}

/// The exact value a guard looks at.
fn figure(scheme: &Scheme, guard: &Guard, own: &Assembled) -> Option<Ratio> {
    match &guard.figure {
        GuardedFigure::Total => Some(own.total.clone()),
        GuardedFigure::Dimension { dimension } => {
            let code = &scheme.dimension(dimension)?.code;
            let figure = own.dimensions.iter().find(|d| d.code == *code)?;
            figure.points.exact.over(&figure.out_of)
        }
        GuardedFigure::Satisfaction { indicator, sense } => {
            let (meant, _) =
                scheme.ballots().find(|(i, _)| answers_to(&i.code, &i.name, &i.aliases, indicator))?;
            let figure = own.indicators.iter().find(|i| i.code == meant.code)?;
            let satisfaction = figure.satisfaction.as_ref()?;
            Some(match sense {
                Satisfied::Strict => satisfaction.strict.clone(),
                Satisfied::Wide => satisfaction.wide.clone(),
            })
        }
    }
}
