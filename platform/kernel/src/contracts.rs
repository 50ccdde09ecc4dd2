//! How domains meet: one asks for a brief by a small trait, another answers, and neither imports the other. `C` is the
//! database connection of the platform, which this crate does not know.

use crate::{Day, OrgId, PersonId, Problem};

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
