//! Entries that seem to be one person: the same identity number, or the same name and a birth that may be the same.

use kernel::Problem;
use store::Conn;

use super::record::{self, Person};

const SAME_NUMBER: &str = "SELECT a.id, b.id FROM persons a JOIN persons b ON b.identity_index = a.identity_index \
     WHERE a.identity_index <> '' AND a.id < b.id AND a.merged_into IS NULL AND b.merged_into IS NULL \
     ORDER BY a.id, b.id";
const SAME_NAME: &str = "SELECT a.id, b.id FROM persons a JOIN persons b ON b.folded = a.folded \
     WHERE a.id < b.id AND a.merged_into IS NULL AND b.merged_into IS NULL AND a.born_on IS NOT NULL \
     AND b.born_on IS NOT NULL AND (a.identity_index <> b.identity_index OR a.identity_index = '') ORDER BY a.id, b.id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[SAME_NUMBER, SAME_NAME];

/// Why two entries seem to be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They bear the same identity number.
    Number,
    /// They bear the same name and may be born on the same day.
    NameAndBirth,
}

impl Reason {
    /// Message key of the sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "check-say-duplicate-number",
            Self::NameAndBirth => "check-say-duplicate-name",
        }
    }
}

/// Two entries that seem to be one person.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The older entry.
    pub first: Person,
    /// The newer entry.
    pub second: Person,
    /// Why.
    pub reason: Reason,
}

/// Every such pair.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn pairs(c: &mut Conn) -> Result<Vec<Pair>, Problem> {
    let mut pairs = Vec::new();
    for (sql, reason) in [(SAME_NUMBER, Reason::Number), (SAME_NAME, Reason::NameAndBirth)] {
        for (first, second) in c.all(sql, &[], |r| Ok((r.get(0)?, r.get(1)?)))? {
            let pair = Pair { first: record::find(c, first)?, second: record::find(c, second)?, reason };
            if reason == Reason::Number || same_birth(&pair.first, &pair.second) {
                pairs.push(pair);
            }
        }
    }
    Ok(pairs)
}

/// Two sound numbers that differ belong to two persons, whatever their names.
fn same_birth(a: &Person, b: &Person) -> bool {
    let sound = |person: &Person| !person.identity.is_empty() && person.identity_fault.is_empty();
    a.born.zip(b.born).is_some_and(|(a, b)| a.may_be(b)) && !(sound(a) && sound(b))
}
