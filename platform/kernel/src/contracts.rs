//! How domains meet: one asks for a brief by a small trait, another answers, and neither imports the other. `C` is the
//! database connection of the platform, which this crate does not know.

use crate::{Day, OrgId, PersonId, Problem, RecordRef};

/// What other domains need to know of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgBrief {
    /// Its number.
    pub id: OrgId,
    /// Code of the roster, as `001002`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Materialised path: ids from the root, each followed by a full stop, as `1.2.9.`.
    pub path: String,
    /// Category in which it is appraised, if any.
    pub category: Option<String>,
    /// Party members.
    pub members: i64,
}

/// What other domains need to know of a person on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonBrief {
    /// Their number.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

/// Answers questions about organisations. Implemented by the organisation domain.
pub trait Directory<C>: Send + Sync {
    /// The organisations that bear these names (compared by [`crate::names::fold`]), in the same order; `None` where
    /// there is none.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn by_names(&self, c: &mut C, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem>;

    /// The organisations with these ids; those that do not exist are left out.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn by_ids(&self, c: &mut C, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem>;

    /// Those that stood directly under the organ's committee on that day and have a category: the participants of a
    /// yearly appraisal, in the order of their codes.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn appraised_on(&self, c: &mut C, day: Day) -> Result<Vec<OrgBrief>, Problem>;
    /// Party members who belong to an organisation or hold a post in it, or in one below it, by pinyin: whom a form
    /// offers. Nobody where no roster of persons is kept.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn members_of(&self, c: &mut C, org: OrgId) -> Result<Vec<PersonBrief>, Problem> {
        let _ = (c, org);
        Ok(Vec::new())
    }

    /// Everybody who belongs to an organisation or holds a post in it, or in one below it, by pinyin, and whether they are
    /// members of the Party: whom an evaluation can ask.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn people_of(&self, c: &mut C, org: OrgId) -> Result<Vec<(PersonBrief, bool)>, Problem> {
        let _ = (c, org);
        Ok(Vec::new())
    }

    /// Persons whose names hold this text, at most 20, each with the name of their organisation.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn people_named(&self, c: &mut C, text: &str) -> Result<Vec<(PersonBrief, String)>, Problem> {
        let _ = (c, text);
        Ok(Vec::new())
    }
}

/// A question of a mass evaluation, as the scheme of a cycle puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredQuestion {
    /// Code of the indicator that its answers score.
    pub indicator: String,
    /// Name of the indicator.
    pub name: String,
    /// What may be chosen, best first, what leaves the denominator last: code and name.
    pub choices: Vec<(String, String)>,
    /// Voter groups that are asked: code and name.
    pub groups: Vec<(String, String)>,
}

/// An organisation that is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The organisation.
    pub org: OrgId,
    /// Its name in the cycle.
    pub name: String,
    /// Its category.
    pub category: String,
}

/// A yearly appraisal that can have a mass evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluatedCycle {
    /// Its number.
    pub id: i64,
    /// The year appraised.
    pub year: i16,
    /// What is scored by ballots.
    pub questions: Vec<ScoredQuestion>,
    /// Names of the dimensions, in the order of the scheme: code and name.
    pub dimensions: Vec<(String, String)>,
    /// Who is evaluated, in the order of the cycle.
    pub organisations: Vec<Evaluated>,
}

/// What one voter group of one organisation came to on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotCount {
    /// The organisation.
    pub org: OrgId,
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the voter group.
    pub group: String,
    /// Credentials issued.
    pub issued: u32,
    /// Persons who took a paper ballot; counted apart, by two persons.
    pub paper: u32,
    /// Ballots counted.
    pub returned: u32,
    /// How often each choice was made; `None` where there are too few ballots to say.
    pub choices: Option<Vec<(String, u32)>>,
}

/// What the mass evaluation asks of the appraisal and gives to it. `T` is the right to write.
pub trait MassEvaluation<C, T>: Send + Sync {
    /// Cycles that take figures now and have an indicator scored by ballots, the latest year first.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn cycles(&self, c: &mut C) -> Result<Vec<EvaluatedCycle>, Problem>;

    /// Fixes how many may vote: organisation, code of the group, number.
    ///
    /// # Errors
    /// [`Problem::Refused`] when the cycle takes no figures any more.
    fn freeze(&self, tx: &mut T, cycle: i64, sizes: &[(OrgId, String, u32)]) -> Result<(), Problem>;

    /// Takes what was counted.
    ///
    /// # Errors
    /// [`Problem::Refused`] when the cycle takes no figures any more.
    fn take(&self, tx: &mut T, cycle: i64, counts: &[BallotCount]) -> Result<(), Problem>;
}

/// A published yearly appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleBrief {
    /// Its number.
    pub id: i64,
    /// The year appraised.
    pub year: i16,
    /// Number of the version that is published, from 1; a correction is another version.
    pub version: u32,
    /// Grades, best first: code and name.
    pub grades: Vec<(String, String)>,
    /// Categories in the order of the scheme.
    pub categories: Vec<String>,
}

/// Where an organisation stands in a published appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultBrief {
    /// The organisation.
    pub org: OrgId,
    /// Its name as published.
    pub name: String,
    /// Its materialised path when the appraisal was opened.
    pub path: String,
    /// The category in which it was ranked.
    pub category: String,
    /// Its rank there.
    pub rank: u32,
    /// How many are ranked there.
    pub of: u32,
    /// Its total as printed.
    pub total: String,
    /// Code of its grade.
    pub grade: String,
    /// Name of its grade.
    pub grade_name: String,
}

/// Answers questions about published results. Implemented by the appraisal; whatever follows from grades asks here.
pub trait Results<C>: Send + Sync {
    /// Published appraisals, the latest year first.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    fn published(&self, c: &mut C) -> Result<Vec<CycleBrief>, Problem>;

    /// The results of a published appraisal by category as in [`CycleBrief::categories`], then by rank and name.
    ///
    /// # Errors
    /// [`Problem::Missing`] when there is none of that number or it is not published.
    fn of(&self, c: &mut C, cycle: i64) -> Result<Vec<ResultBrief>, Problem>;
}

/// A number that a domain can tell about every organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactKind {
    /// Its code, as a scheme's formula names it: `findings_closed`.
    pub code: &'static str,
    /// Message key of its name.
    pub label: &'static str,
}

/// A share, with the records it was counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The organisation.
    pub org: OrgId,
    /// How many count.
    pub part: i64,
    /// Of how many; the number is part ÷ whole, exactly. Where there are none, there is no number.
    pub whole: i64,
    /// All of them, and whether each counts.
    pub records: Vec<(RecordRef, bool)>,
}

/// Tells numbers about organisations from what is recorded. Implemented by domains whose work an appraisal may count; the
/// appraisal keeps what it was told with the day, so that a closed cycle does not change.
pub trait Facts<C>: Send + Sync {
    /// What can be told.
    fn kinds(&self) -> Vec<FactKind>;

    /// One of these numbers for the organisations asked about, in their order, of a year and as known at the end of a day.
    ///
    /// # Errors
    /// [`Problem::Missing`] for a number that is not one of [`Facts::kinds`].
    fn measure(
        &self,
        c: &mut C,
        fact: &str,
        year: i16,
        until: Day,
        orgs: &[OrgId],
    ) -> Result<Vec<Measured>, Problem>;
}
