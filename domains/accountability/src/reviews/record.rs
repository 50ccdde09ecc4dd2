//! A review: one secretary in one year, with the report, the hearing and the counts.

use kernel::{Day, Moment, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use super::rules::{Count, Grade, State};
use crate::review_years::record::YearId;

kernel::id_type!(
    /// Number of a review.
    ReviewId
);
store::id_columns!(ReviewId);
kernel::id_type!(
    /// Number of a question at a hearing.
    QuestionId
);
store::id_columns!(QuestionId);

/// A review of one secretary in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Review {
    pub id: ReviewId,
    #[serde(skip)]
    pub year_id: YearId,
    pub year: i16,
    pub org: OrgId,
    pub org_name: String,
    #[serde(skip)]
    pub org_path: String,
    /// Number of the secretary on the roster, where it is known.
    #[serde(skip)]
    pub person_id: Option<i64>,
    pub person: String,
    pub state: State,
    pub report: String,
    /// Who wrote the report, as in the audit trail.
    #[serde(skip)]
    pub report_by: String,
    pub reported: Option<Day>,
    /// Why the report was returned; empty when it was not.
    pub returned: String,
    /// The mean of the forms as an exact fraction; empty before they are counted.
    pub mean: String,
    pub proposed: Option<Grade>,
    pub decided: Option<Grade>,
    /// Why it was decided so.
    pub reason: String,
    pub decided_on: Option<Day>,
    #[serde(skip)]
    pub decided_by: String,
    pub strengths: String,
    pub shortcomings: String,
    pub demands: String,
    pub fed_back_on: Option<Day>,
}

impl Review {
    /// The same without what the reviewed learn from the letter only.
    #[must_use]
    pub fn before_the_letter(self) -> Self {
        if self.state == State::FedBack {
            return self;
        }
        Self {
            mean: String::new(),
            proposed: None,
            decided: None,
            reason: String::new(),
            decided_on: None,
            decided_by: String::new(),
            strengths: String::new(),
            shortcomings: String::new(),
            demands: String::new(),
            ..self
        }
    }
}

/// A question at the hearing, its answer, and what was said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Question {
    pub id: QuestionId,
    pub asker: String,
    pub question: String,
    pub answer: String,
    pub comment: String,
}

/// The numbers as one person entered them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// 1 or 2.
    pub entry: i64,
    /// What they were taken over from; empty when they were typed.
    pub source: String,
    /// In the order of the groups.
    pub counts: Vec<Count>,
    pub by: String,
}

pub(crate) const FIND: &str =
    "SELECT id, year_id, year, org_id, org_name, org_path, person_id, person, state,
    report, report_by, reported_at, returned, mean, proposed, decided, reason, decided_at, decided_by,
    strengths, shortcomings, demands, fed_back_on FROM reviews WHERE id = $1";
pub(crate) const OF_YEAR: &str =
    "SELECT id, year_id, year, org_id, org_name, org_path, person_id, person, state,
    report, report_by, reported_at, returned, mean, proposed, decided, reason, decided_at, decided_by,
    strengths, shortcomings, demands, fed_back_on FROM reviews WHERE year_id = $1 ORDER BY id";
pub(crate) const OPEN: &str =
    "SELECT id, year_id, year, org_id, org_name, org_path, person_id, person, state,
    report, report_by, reported_at, returned, mean, proposed, decided, reason, decided_at, decided_by,
    strengths, shortcomings, demands, fed_back_on FROM reviews WHERE state <> 'fed_back' ORDER BY id";
pub(crate) const QUESTIONS: &str =
    "SELECT id, asker, question, answer, comment FROM review_questions WHERE review_id = $1 ORDER BY id";
pub(crate) const ENTRIES: &str =
    "SELECT entry, source, counts, entered_by FROM review_counts WHERE review_id = $1 ORDER BY entry";
pub(crate) const ALL_ENTRIES: &str =
    "SELECT c.review_id, c.entered_by FROM review_counts c JOIN reviews r ON r.id = c.review_id
    WHERE r.state = 'evaluating' ORDER BY c.review_id, c.entry";

/// The columns that [`review`] reads.
pub(crate) const COLUMNS: [&str; 23] = [
    "id",
    "year_id",
    "year",
    "org_id",
    "org_name",
    "org_path",
    "person_id",
    "person",
    "state",
    "report",
    "report_by",
    "reported_at",
    "returned",
    "mean",
    "proposed",
    "decided",
    "reason",
    "decided_at",
    "decided_by",
    "strengths",
    "shortcomings",
    "demands",
    "fed_back_on",
];

/// Reads the columns of the statements above.
pub(crate) fn review(row: &Row<'_>) -> Result<Review, store::Error> {
    let day = |column| row.get::<Option<Moment>>(column).map(|at| at.map(Moment::day));
    Ok(Review {
        id: row.get(0)?,
        year_id: row.get(1)?,
        year: row.get(2)?,
        org: row.get(3)?,
        org_name: row.get(4)?,
        org_path: row.get(5)?,
        person_id: row.get(6)?,
        person: row.get(7)?,
        state: row.get(8)?,
        report: row.get(9)?,
        report_by: row.get(10)?,
        reported: day(11)?,
        returned: row.get(12)?,
        mean: row.get(13)?,
        proposed: row.get(14)?,
        decided: row.get(15)?,
        reason: row.get(16)?,
        decided_on: day(17)?,
        decided_by: row.get(18)?,
        strengths: row.get(19)?,
        shortcomings: row.get(20)?,
        demands: row.get(21)?,
        fed_back_on: row.get(22)?,
    })
}

/// The record that links, files and the audit trail speak of.
pub(crate) fn reference(id: ReviewId) -> RecordRef {
    RecordRef::new("review", id.0)
}

/// One review.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: ReviewId) -> Result<Review, Problem> {
    c.maybe(FIND, &[&id], review)?.ok_or(Problem::Missing)
}

/// Everybody reviewed in a year.
pub(crate) fn of_year(c: &mut Conn, year: YearId) -> Result<Vec<Review>, Problem> {
    Ok(c.all(OF_YEAR, &[&year], review)?)
}

/// Reviews whose letter has not gone out.
pub(crate) fn open(c: &mut Conn) -> Result<Vec<Review>, Problem> {
    Ok(c.all(OPEN, &[], review)?)
}

/// Questions of a hearing, in the order in which they were put.
pub(crate) fn questions(c: &mut Conn, id: ReviewId) -> Result<Vec<Question>, Problem> {
    Ok(c.all(QUESTIONS, &[&id], |row| {
        Ok(Question {
            id: row.get(0)?,
            asker: row.get(1)?,
            question: row.get(2)?,
            answer: row.get(3)?,
            comment: row.get(4)?,
        })
    })?)
}

/// The numbers, as each of two persons entered them.
pub(crate) fn entries(c: &mut Conn, id: ReviewId) -> Result<Vec<Entry>, Problem> {
    Ok(c.all(ENTRIES, &[&id], |row| {
        Ok(Entry { entry: row.get(0)?, source: row.get(1)?, counts: row.json(2)?, by: row.get(3)? })
    })?)
}

/// Who has entered numbers of reviews whose forms are being counted.
pub(crate) fn who_counted(c: &mut Conn) -> Result<Vec<(ReviewId, String)>, Problem> {
    Ok(c.all(ALL_ENTRIES, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
