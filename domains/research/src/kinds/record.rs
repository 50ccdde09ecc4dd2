//! Kinds of findings, as the committee names them.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::Conn;

/// A kind of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Kind {
    /// Its code, as it stands in workbooks.
    pub code: String,
    pub name: String,
    /// Its place in lists, from 1.
    pub place: u32,
    /// Whether forms offer it; one that is no longer offered keeps its findings.
    pub offered: bool,
}

pub(crate) const ALL: &str = "SELECT code, name, place, offered FROM finding_kinds ORDER BY place, code";

/// Every kind, in order.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Kind>, Problem> {
    Ok(c.all(ALL, &[], |row| {
        Ok(Kind { code: row.get(0)?, name: row.get(1)?, place: row.get(2)?, offered: row.get(3)? })
    })?)
}

/// Name of a kind; its code where it has none.
pub(crate) fn name(kinds: &[Kind], code: &str) -> String {
    kinds.iter().find(|kind| kind.code == code).map_or_else(|| code.to_owned(), |kind| kind.name.clone())
}
