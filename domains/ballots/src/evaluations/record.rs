//! A mass evaluation: which cycle it belongs to, when it runs, what it asks, how far it is.

use ballot::{Hash, Manifest};
use kernel::{Day, Moment, Problem, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row};

kernel::id_type!(
    /// Number of a mass evaluation.
    EvaluationId
);
store::id_columns!(EvaluationId);

/// How far an evaluation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Being set up.
    Draft,
    /// Its keys are being made.
    Opening,
    /// The electorate is frozen; credentials and ballots go by its windows.
    Open,
    /// No more ballots; being counted.
    Closing,
    /// Counted and published.
    Closed,
    /// Given up without a count, for a reason that everybody can read.
    Void,
}

impl State {
    pub(crate) const ALL: [Self; 6] =
        [Self::Draft, Self::Opening, Self::Open, Self::Closing, Self::Closed, Self::Void];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Opening => "opening",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Void => "void",
        }
    }

    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Draft => "",
            Self::Opening | Self::Closing => "warn",
            Self::Open => "calm",
            Self::Closed => "done",
            Self::Void => "bad",
        }
    }

    fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Draft)
    }
}

impl store::ToSql for State {
    fn to_value(&self) -> Result<store::Value<'_>, store::Error> {
        Ok(store::Value::Text(self.code().into()))
    }
}

/// When credentials are issued and when ballots are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Windows {
    pub issue_from: Moment,
    pub issue_until: Moment,
    pub cast_from: Moment,
    pub cast_until: Moment,
}

impl Windows {
    /// Whether credentials are issued at that time.
    pub fn issuing(&self, now: Moment) -> bool {
        self.issue_from <= now && now < self.issue_until
    }

    /// Whether ballots are taken at that time.
    pub fn casting(&self, now: Moment) -> bool {
        self.cast_from <= now && now < self.cast_until
    }

    /// Whether everybody gets their credential before anybody votes.
    pub fn are_apart(&self) -> bool {
        self.issue_until <= self.cast_from
    }
}

/// A question that the office adds to those of the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OwnQuestion {
    /// What is asked.
    pub text: String,
    /// Whether it is answered in words.
    pub in_words: bool,
    /// Codes of the voter groups that are asked; none means all.
    pub groups: Vec<String>,
}

/// A mass evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Evaluation {
    pub id: EvaluationId,
    pub cycle: i64,
    pub year: i16,
    pub title: String,
    pub state: State,
    pub windows: Windows,
    /// Cells of fewer ballots are withheld.
    pub minimum: u32,
    /// Words are shown only from as many ballots on.
    pub minimum_text: u32,
    /// Whether a grade for each dimension is asked as well.
    pub by_dimension: bool,
    pub questions: Vec<OwnQuestion>,
    pub manifest_hash: Option<String>,
    pub opened_on: Option<Day>,
    pub closed_on: Option<Day>,
    /// What happened outside the plan, such as an extension, with its reason.
    pub remark: String,
    /// For practising: it runs like any other, and nothing of it goes into the appraisal.
    pub rehearsal: bool,
}

impl Evaluation {
    /// The record that the audit trail speaks of.
    pub fn record(&self) -> RecordRef {
        reference(self.id)
    }
}

pub(crate) fn reference(id: EvaluationId) -> RecordRef {
    RecordRef::new("evaluation", id.0)
}

pub(crate) const ALL: &str =
    "SELECT id, cycle_id, year, title, state, issue_from, issue_until, cast_from, cast_until,
    minimum, minimum_text, by_dimension, questions, manifest_hash, opened_on, closed_on, remark, rehearsal
    FROM evaluations ORDER BY year DESC, id DESC";
pub(crate) const FIND: &str =
    "SELECT id, cycle_id, year, title, state, issue_from, issue_until, cast_from, cast_until,
    minimum, minimum_text, by_dimension, questions, manifest_hash, opened_on, closed_on, remark, rehearsal
    FROM evaluations WHERE id = $1";
pub(crate) const MANIFEST: &str = "SELECT manifest, manifest_signature FROM evaluations WHERE id = $1";
pub(crate) const BY_HASH: &str = "SELECT id FROM evaluations WHERE manifest_hash = $1";
pub(crate) const BOARD: &str = "SELECT board FROM evaluations WHERE id = $1";
pub(crate) const RESULTS: &str = "SELECT results FROM evaluations WHERE id = $1";

fn evaluation(row: &Row<'_>) -> Result<Evaluation, store::Error> {
    let state: String = row.get(4)?;
    Ok(Evaluation {
        id: row.get(0)?,
        cycle: row.get(1)?,
        year: row.get(2)?,
        title: row.get(3)?,
        state: State::of(&state),
        windows: Windows {
            issue_from: row.get(5)?,
            issue_until: row.get(6)?,
            cast_from: row.get(7)?,
            cast_until: row.get(8)?,
        },
        minimum: row.get(9)?,
        minimum_text: row.get(10)?,
        by_dimension: row.get(11)?,
        questions: row.json(12)?,
        manifest_hash: row.get(13)?,
        opened_on: row.get(14)?,
        closed_on: row.get(15)?,
        remark: row.get(16)?,
        rehearsal: row.get(17)?,
    })
}

/// All evaluations, the latest year first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Evaluation>, Problem> {
    Ok(c.all(ALL, &[], evaluation)?)
}

/// One evaluation.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: EvaluationId) -> Result<Evaluation, Problem> {
    c.maybe(FIND, &[&id], evaluation)?.ok_or(Problem::Missing)
}

/// One evaluation that has been opened: everybody may look at its manifest and its board.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find_public(c: &mut Conn, id: EvaluationId) -> Result<Evaluation, Problem> {
    let found = find(c, id)?;
    if found.manifest_hash.is_some() { Ok(found) } else { Err(Problem::Missing) }
}

/// The manifest as it was frozen, and its signature in base64url.
#[derive(Debug, Clone)]
pub(crate) struct Frozen {
    pub bytes: String,
    pub signature: String,
}

/// The manifest of an evaluation, once it is open.
pub(crate) fn manifest(c: &mut Conn, id: EvaluationId) -> Result<Option<Frozen>, Problem> {
    let found =
        c.maybe(MANIFEST, &[&id], |row| Ok((row.get::<Option<String>>(0)?, row.get::<Option<String>>(1)?)))?;
    Ok(found.and_then(|(bytes, signature)| Some(Frozen { bytes: bytes?, signature: signature? })))
}

/// An evaluation that has been opened, with its manifest as it is read and its hash.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn with_manifest(c: &mut Conn, id: EvaluationId) -> Result<(Evaluation, Manifest, Hash), Problem> {
    let evaluation = find_public(c, id)?;
    let frozen = manifest(c, id)?.ok_or(Problem::Missing)?;
    let (manifest, hash) = Manifest::parse(frozen.bytes.as_bytes()).map_err(Problem::unexpected)?;
    Ok((evaluation, manifest, hash))
}

/// The evaluation with that manifest.
pub(crate) fn by_hash(c: &mut Conn, hash: &str) -> Result<Option<EvaluationId>, Problem> {
    Ok(c.maybe(BY_HASH, &[&hash], |row| row.get(0))?)
}

/// The published board, as it was signed.
pub(crate) fn board(c: &mut Conn, id: EvaluationId) -> Result<Option<String>, Problem> {
    Ok(c.maybe(BOARD, &[&id], |row| row.get::<Option<String>>(0))?.flatten())
}

/// What is shown of the results.
pub(crate) fn results(c: &mut Conn, id: EvaluationId) -> Result<Option<String>, Problem> {
    Ok(c.maybe(RESULTS, &[&id], |row| row.get::<Option<String>>(0))?.flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_end_before_their_last_minute_begins() {
        let windows = Windows {
            issue_from: Moment(0),
            issue_until: Moment(60),
            cast_from: Moment(60),
            cast_until: Moment(120),
        };
        assert!(windows.issuing(Moment(0)) && windows.issuing(Moment(59)) && !windows.issuing(Moment(60)));
        assert!(!windows.casting(Moment(59)) && windows.casting(Moment(60)) && !windows.casting(Moment(120)));
        assert!(windows.are_apart());
        assert!(!Windows { cast_from: Moment(59), ..windows }.are_apart());
    }

    #[test]
    fn states_keep_their_codes() {
        assert!(State::ALL.into_iter().all(|state| State::of(state.code()) == state));
    }
}
