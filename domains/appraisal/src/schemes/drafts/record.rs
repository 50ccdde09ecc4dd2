//! A draft of a scheme and its revisions.

use kernel::{Moment, Problem, RecordRef};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::schemes::record::SchemeId;

kernel::id_type!(
    /// Number of a draft.
    DraftId
);
store::id_columns!(DraftId);

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It can be edited.
    Open,
    /// It became a kept version.
    Kept,
    /// It was given up, and can be taken up again.
    Discarded,
}

impl State {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Discarded => "discarded",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "open" => Self::Open,
            "kept" => Self::Kept,
            _ => Self::Discarded,
        }
    }
}

/// A draft, without its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Draft {
    pub id: DraftId,
    pub code: String,
    pub version: u32,
    pub name: String,
    /// The kept version it was begun from.
    pub base: Option<SchemeId>,
    pub state: State,
    /// The version it became.
    pub kept: Option<SchemeId>,
    /// Number of its newest revision.
    pub revision: u32,
    pub updated: Moment,
    /// Name of whoever made the newest revision.
    pub updated_by: String,
}

/// One revision: who made it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Revision {
    pub revision: u32,
    pub at: Moment,
    pub by: String,
    #[serde(skip)]
    pub toml: String,
}

pub(crate) const ALL: &str =
    "SELECT d.id, d.code, d.version, d.name, d.base_scheme_id, d.state, d.kept_scheme_id,
    d.revision, r.made_at, r.made_by_name
    FROM appraisal_scheme_drafts d
    JOIN appraisal_scheme_draft_revisions r ON r.draft_id = d.id AND r.revision = d.revision
    WHERE d.state <> 'kept' ORDER BY d.updated_at DESC, d.id DESC";
pub(crate) const FIND: &str =
    "SELECT d.id, d.code, d.version, d.name, d.base_scheme_id, d.state, d.kept_scheme_id,
    d.revision, r.made_at, r.made_by_name
    FROM appraisal_scheme_drafts d
    JOIN appraisal_scheme_draft_revisions r ON r.draft_id = d.id AND r.revision = d.revision
    WHERE d.id = $1";
pub(crate) const TEXT: &str =
    "SELECT toml FROM appraisal_scheme_draft_revisions WHERE draft_id = $1 AND revision = $2";
pub(crate) const REVISIONS: &str = "SELECT revision, made_at, made_by_name, toml
    FROM appraisal_scheme_draft_revisions WHERE draft_id = $1 AND revision >= $2 ORDER BY revision";
pub(crate) const OF_KEPT: &str = "SELECT id FROM appraisal_scheme_drafts WHERE kept_scheme_id = $1";
pub(crate) const HIGHEST: &str = "SELECT MAX(version) FROM appraisal_schemes WHERE code = $1";

/// The record of a draft for the audit trail.
pub(crate) fn reference(id: DraftId) -> RecordRef {
    RecordRef::new("scheme_draft", id.0)
}

fn draft(row: &Row<'_>) -> Result<Draft, Error> {
    Ok(Draft {
        id: row.get(0)?,
        code: row.get(1)?,
        version: row.get(2)?,
        name: row.get(3)?,
        base: row.get(4)?,
        state: State::of(&row.get::<String>(5)?),
        kept: row.get(6)?,
        revision: row.get(7)?,
        updated: row.get(8)?,
        updated_by: row.get(9)?,
    })
}

/// Drafts that did not become a version, the one touched last first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Draft>, Error> {
    c.all(ALL, &[], draft)
}

pub(crate) fn find(c: &mut Conn, id: DraftId) -> Result<Draft, Error> {
    c.one(FIND, &[&id], draft)
}

/// The rules as of a revision; nothing when there is none of that number.
pub(crate) fn rules(c: &mut Conn, id: DraftId, revision: u32) -> Result<Option<Scheme>, Problem> {
    let text = c.maybe(TEXT, &[&id, &revision], |row| row.get::<String>(0))?;
    text.map(|text| Scheme::draft_from_toml(&text).map_err(Problem::unexpected)).transpose()
}

/// A draft with its rules as they stand.
pub(crate) fn read(c: &mut Conn, id: DraftId) -> Result<(Draft, Scheme), Problem> {
    let draft = find(c, id)?;
    let scheme = rules(c, id, draft.revision)?.ok_or(Problem::Missing)?;
    Ok((draft, scheme))
}

/// Revisions from a number on, the earliest first.
pub(crate) fn revisions(c: &mut Conn, id: DraftId, from: u32) -> Result<Vec<Revision>, Error> {
    c.all(REVISIONS, &[&id, &from], |row| {
        Ok(Revision { revision: row.get(0)?, at: row.get(1)?, by: row.get(2)?, toml: row.get(3)? })
    })
}

/// The draft from which a kept version came.
pub(crate) fn of_kept(c: &mut Conn, kept: SchemeId) -> Result<Option<DraftId>, Error> {
    c.maybe(OF_KEPT, &[&kept], |row| row.get(0))
}

/// The version after the highest that is kept under this code.
pub(crate) fn next_version(c: &mut Conn, code: &str) -> Result<u32, Error> {
    let highest: Option<u32> = c.scalar(HIGHEST, &[&code])?;
    Ok(highest.unwrap_or(0).saturating_add(1))
}
