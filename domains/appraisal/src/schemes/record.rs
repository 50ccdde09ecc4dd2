//! A kept version of a scheme.

use kernel::Moment;
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

kernel::id_type!(
    /// Number of a kept version of a scheme.
    SchemeId
);
store::id_columns!(SchemeId);

pub(crate) const ALL: &str = "SELECT id, code, version, name, created_at FROM appraisal_schemes
    ORDER BY id DESC";
pub(crate) const FIND: &str =
    "SELECT id, code, version, name, created_at FROM appraisal_schemes WHERE id = $1";
pub(crate) const TEXT: &str = "SELECT toml FROM appraisal_schemes WHERE id = $1";
pub(crate) const BY_VERSION: &str = "SELECT id, toml FROM appraisal_schemes WHERE code = $1 AND version = $2";
pub(crate) const LATEST: &str = "SELECT MAX(id) FROM appraisal_schemes";
pub(crate) const CYCLES_OF: &str = "SELECT year FROM appraisal_cycles WHERE scheme_id = $1 ORDER BY year";

/// A kept version, without its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Kept {
    pub id: SchemeId,
    pub code: String,
    pub version: u32,
    pub name: String,
    pub created: Moment,
}

fn kept(row: &Row<'_>) -> Result<Kept, Error> {
    Ok(Kept {
        id: row.get(0)?,
        code: row.get(1)?,
        version: row.get(2)?,
        name: row.get(3)?,
        created: row.get(4)?,
    })
}

/// All versions, the newest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Kept>, Error> {
    c.all(ALL, &[], kept)
}

pub(crate) fn find(c: &mut Conn, id: SchemeId) -> Result<Kept, Error> {
    c.one(FIND, &[&id], kept)
}

/// Its file as it was uploaded.
pub(crate) fn text(c: &mut Conn, id: SchemeId) -> Result<String, Error> {
    c.scalar(TEXT, &[&id])
}

/// Its rules.
pub(crate) fn rules(c: &mut Conn, id: SchemeId) -> Result<Scheme, kernel::Problem> {
    Scheme::from_toml(&text(c, id)?).map_err(kernel::Problem::unexpected)
}

/// The version kept last.
pub(crate) fn latest(c: &mut Conn) -> Result<Option<SchemeId>, Error> {
    c.scalar(LATEST, &[])
}

/// Years appraised by it.
pub(crate) fn years(c: &mut Conn, id: SchemeId) -> Result<Vec<i16>, Error> {
    c.all(CYCLES_OF, &[&id], |row| row.get(0))
}
