//! Who is eligible, how many places there are, and what stands in the way of a nomination. Pure.

use kernel::{OrgId, Say};
use schemars::JsonSchema;
use scoring::{Ratio, Score, WholePlaces};
use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::sources::Graded;

coded!(
    /// Whom an award honours.
    Subject {
        /// An organisation.
        Organisation = "organisation",
        /// A person of an organisation.
        Person = "person",
    }
);

coded!(
    /// How far an award is.
    State {
        /// Nominations are taken and decided.
        Nominating = "nominating",
        /// The list is put up for notice.
        Notice = "notice",
        /// The list of honour is final.
        Final = "final",
    }
);

impl State {
    /// Every one, in the order in which they follow each other.
    pub const ALL: [Self; 3] = [Self::Nominating, Self::Notice, Self::Final];

    /// Whether the list is for everybody.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Notice | Self::Final)
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Nominating => "calm",
            Self::Notice => "warn",
            Self::Final => "good",
        }
    }
}

coded!(
    /// What a grade means for eligibility.
    Entitlement {
        /// Eligible.
        Eligible = "eligible",
        /// Only as an exception of the committee, with a written reason.
        ByException = "exception",
        /// Never.
        Barred = "barred",
    }
);

impl Entitlement {
    /// Every one, the best first.
    pub const ALL: [Self; 3] = [Self::Eligible, Self::ByException, Self::Barred];
}

/// Who is eligible and how places are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Conditions {
    /// Grades, best first.
    pub grades: Vec<GradeEntitlement>,
    pub places: Places,
}

/// What one grade means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct GradeEntitlement {
    pub code: String,
    pub name: String,
    pub entitlement: Entitlement,
}

/// How places are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub(crate) enum Places {
    /// So many in each category.
    Number {
        /// Name of the category and its places.
        of: Vec<(String, u32)>,
    },
    /// A share: of the organisations of a category, or of the members of each organisation.
    Share {
        /// In percent.
        #[schemars(with = "String")]
        percent: Score,
        /// How it becomes a whole number.
        #[schemars(with = "String")]
        rounding: WholePlaces,
    },
    /// So many by grade: for all organisations of the grade together, or for the people of each of them.
    Grade {
        /// Code of the grade and its places.
        of: Vec<(String, u32)>,
    },
}

/// Among whom places are shared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub(crate) enum Among {
    /// The organisations of a category, by name.
    Category(String),
    /// The organisations of a grade, by code.
    Grade(String),
    /// The people of one organisation.
    Organisation(OrgId),
}

/// Places that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Pool {
    pub among: Among,
    /// Name of the category, grade or organisation.
    pub name: String,
    /// Organisations in it that are eligible.
    pub eligible: usize,
    pub places: u32,
}

/// A nomination that is neither refused nor withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Live {
    pub org: OrgId,
    pub among: Among,
    pub accepted: bool,
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obstacle {
    pub say: Say,
    /// Not even an exception helps.
    pub absolute: bool,
}

impl Obstacle {
    fn usual(say: Say) -> Self {
        Self { say, absolute: false }
    }
}

impl Conditions {
    /// What a grade means.
    pub fn entitlement(&self, grade: &str) -> Entitlement {
        let known = self.grades.iter().find(|one| one.code == grade);
        known.map_or(Entitlement::Barred, |one| one.entitlement)
    }

    /// Among whom an organisation's places are shared.
    pub fn among(&self, subject: Subject, of: &Graded) -> Among {
        let of = &of.result;
        self.among_of(subject, &of.category, &of.grade, of.org)
    }

    /// The same by the category and the code of the grade of the organisation.
    pub fn among_of(&self, subject: Subject, category: &str, grade: &str, org: OrgId) -> Among {
        match (&self.places, subject) {
            (Places::Number { .. }, _) | (Places::Share { .. }, Subject::Organisation) => {
                Among::Category(category.to_owned())
            }
            (Places::Grade { .. }, Subject::Organisation) => Among::Grade(grade.to_owned()),
            (Places::Share { .. } | Places::Grade { .. }, Subject::Person) => Among::Organisation(org),
        }
    }

    /// All places, in the order of the results.
    pub fn pools(&self, subject: Subject, graded: &[Graded]) -> Vec<Pool> {
        let mut pools: Vec<Pool> = Vec::new();
        for of in graded {
            let among = self.among(subject, of);
            let eligible = self.entitlement(&of.result.grade) == Entitlement::Eligible;
            match pools.iter_mut().find(|pool| pool.among == among) {
                Some(pool) => pool.eligible += usize::from(eligible),
                None => pools.push(Pool {
                    name: match &among {
                        Among::Category(name) => name.clone(),
                        Among::Grade(_) => of.result.grade_name.clone(),
                        Among::Organisation(_) => of.result.name.clone(),
                    },
                    places: self.places_of(&among, graded),
                    eligible: usize::from(eligible),
                    among,
                }),
            }
        }
        // People of organisations that are not eligible have no places of their own.
        pools.retain(|pool| pool.eligible > 0 || !matches!(pool.among, Among::Organisation(_)));
        pools
    }

    /// Places that are shared among these.
    pub fn places_of(&self, among: &Among, graded: &[Graded]) -> u32 {
        let named = |of: &[(String, u32)], name: &str| {
            of.iter().find(|(known, _)| known == name).map_or(0, |(_, places)| *places)
        };
        let own = |org: OrgId| graded.iter().find(|of| of.result.org == org);
        match (&self.places, among) {
            (Places::Number { of }, Among::Category(name)) => named(of, name),
            (Places::Grade { of }, Among::Grade(code)) => named(of, code),
            (Places::Grade { of }, Among::Organisation(org)) => {
                own(*org).map_or(0, |one| named(of, &one.result.grade))
            }
            (Places::Share { percent, rounding }, Among::Category(name)) => {
                let n = graded.iter().filter(|of| &of.result.category == name).count();
                rounding.of(&part(*percent), u32::try_from(n).unwrap_or(u32::MAX))
            }
            (Places::Share { percent, rounding }, Among::Organisation(org)) => {
                own(*org).map_or(0, |one| rounding.of(&part(*percent), one.members))
            }
            (Places::Number { .. }, _)
            | (Places::Share { .. }, Among::Grade(_))
            | (Places::Grade { .. }, Among::Category(_)) => 0,
        }
    }

    fn entitled(&self, of: &Graded) -> Result<(), Obstacle> {
        let say = |key| Say::new(key).with("name", &of.result.name).with("grade", &of.result.grade_name);
        match self.entitlement(&of.result.grade) {
            Entitlement::Eligible => Ok(()),
            Entitlement::ByException => Err(Obstacle::usual(say("award-not-eligible"))),
            Entitlement::Barred => Err(Obstacle { say: say("award-barred"), absolute: true }),
        }
    }

    /// Whether an organisation may make one more nomination: it is eligible, its own nominations fit into the places, and
    /// not all of them are taken by others.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn may_nominate(
        &self,
        subject: Subject,
        of: &Graded,
        graded: &[Graded],
        live: &[Live],
    ) -> Result<(), Obstacle> {
        self.entitled(of)?;
        let among = self.among(subject, of);
        let places = self.places_of(&among, graded);
        let own = live.iter().filter(|one| one.org == of.result.org && one.among == among).count();
        let taken = live.iter().filter(|one| one.accepted && one.among == among).count();
        let full = |n: usize| u32::try_from(n).unwrap_or(u32::MAX) >= places;
        if full(own.max(taken)) {
            return Err(Obstacle::usual(
                Say::new("award-no-places").with("places", places).with("taken", own.max(taken)),
            ));
        }
        Ok(())
    }

    /// Whether a nomination may be accepted: its organisation is eligible and a place is left.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn may_accept(
        &self,
        subject: Subject,
        of: &Graded,
        graded: &[Graded],
        others: &[Live],
    ) -> Result<(), Obstacle> {
        self.entitled(of)?;
        let among = self.among(subject, of);
        let places = self.places_of(&among, graded);
        let taken = others.iter().filter(|one| one.accepted && one.among == among).count();
        if u32::try_from(taken).unwrap_or(u32::MAX) >= places {
            return Err(Obstacle::usual(
                Say::new("award-no-places").with("places", places).with("taken", taken),
            ));
        }
        Ok(())
    }
}

fn part(percent: Score) -> Ratio {
    percent.ratio() * Ratio::new(1, 100).unwrap_or_default()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
