//! How domains meet: one asks for a brief by a small trait, another answers, and neither imports the other. `C` is the
//! database connection of the platform, which this crate does not know.

use crate::{Day, OrgId, Problem};

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
}
