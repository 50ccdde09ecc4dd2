//! A person on the roster. The identity number is never part of the entity: it is opened by its own act.

use kernel::{OrgId, PersonId, Problem, Reach, RecordRef, names};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use store::{Conn, Row};

use crate::dated::Dated;
use crate::organisations::kind::coded;
use crate::organisations::record::path_end;

coded!(
    /// Sex as on the roster.
    Sex {
        /// Not said.
        Unknown = "",
        /// 男
        Male = "male",
        /// 女
        Female = "female",
    }
);

impl Sex {
    /// Every one, in the order in which they are listed to people.
    pub const ALL: &'static [Self] = &[Self::Unknown, Self::Male, Self::Female];
}

/// A person on the roster, with or without membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    /// Its number.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub born: Option<Dated>,
    /// The identity number with its middle hidden; empty when none is known.
    pub identity: String,
    /// What is wrong with the identity number: `form`, `checksum`, `date`, `birth`, or nothing.
    pub identity_fault: String,
    /// When they joined the Party.
    pub joined: Option<Dated>,
    /// Telephone; may be empty.
    pub telephone: String,
    /// Whether they are a member of the Party.
    pub member: bool,
    /// The organisation they belong to.
    pub org: Option<OrgId>,
    /// The person they turned out to be.
    pub merged_into: Option<PersonId>,
    /// The import that brought them.
    pub import: Option<i64>,
}

impl Person {
    /// The record that links, attachments and the audit trail speak of.
    pub fn record(&self) -> RecordRef {
        RecordRef::new("person", self.id.0)
    }
}

/// How an identity number is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) cipher: Option<Vec<u8>>,
    pub(crate) index: String,
}

const FIND: &str = "SELECT id, name, sex, born_on, born_precision, identity_mask, identity_fault, joined_on, \
     joined_precision, telephone, member, org_id, merged_into, import_id FROM persons WHERE id = $1";
const BY_INDEX: &str = "SELECT id, name, sex, born_on, born_precision, identity_mask, identity_fault, joined_on, \
     joined_precision, telephone, member, org_id, merged_into, import_id FROM persons \
     WHERE identity_index = $1 AND identity_index <> '' AND merged_into IS NULL ORDER BY id";
const BY_NAME: &str = "SELECT id, name, sex, born_on, born_precision, identity_mask, identity_fault, joined_on, \
     joined_precision, telephone, member, org_id, merged_into, import_id FROM persons \
     WHERE folded = $1 AND merged_into IS NULL ORDER BY id";
const ALL: &str = "SELECT id, name, sex, born_on, born_precision, identity_mask, identity_fault, joined_on, \
     joined_precision, telephone, member, org_id, merged_into, import_id FROM persons \
     WHERE merged_into IS NULL ORDER BY id";
const KEPT: &str = "SELECT identity_cipher, identity_index FROM persons WHERE id = $1";
const INDEXES: &str = "SELECT identity_index, id FROM persons WHERE identity_index <> '' AND merged_into IS NULL \
     ORDER BY id";
/// Whether a person belongs to a subtree, or has ever held a post in it.
const BELONGS_BELOW: &str = "SELECT 1 FROM persons p JOIN organisations o ON o.id = p.org_id \
     WHERE p.id = $1 AND o.path >= $2 AND o.path < $3 \
     UNION ALL SELECT 1 FROM appointments a JOIN organisations o ON o.id = a.org_id \
     WHERE a.person_id = $1 AND o.path >= $2 AND o.path < $3";
const BELONGS_TO: &str = "SELECT 1 FROM persons WHERE id = $1 AND org_id = $2 \
     UNION ALL SELECT 1 FROM appointments WHERE person_id = $1 AND org_id = $2";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] =
    &[FIND, BY_INDEX, BY_NAME, ALL, KEPT, INDEXES, BELONGS_BELOW, BELONGS_TO];

/// One person, merged ones too.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub fn find(c: &mut Conn, id: PersonId) -> Result<Person, Problem> {
    c.maybe(FIND, &[&id], person)?.ok_or(Problem::Missing)
}

/// One person within reach: oneself, or somebody who belongs to an organisation within reach or has held a post there.
///
/// # Errors
/// [`Problem::Missing`] when there is none, or when they lie outside.
pub fn find_within(c: &mut Conn, id: PersonId, reach: &Reach) -> Result<Person, Problem> {
    let found = find(c, id)?;
    if reach.all || reach.own == Some(id) {
        return Ok(found);
    }
    for root in &reach.below {
        if c.exists(BELONGS_BELOW, &[&id, root, &path_end(root)])? {
            return Ok(found);
        }
    }
    for org in &reach.exactly {
        if c.exists(BELONGS_TO, &[&id, org])? {
            return Ok(found);
        }
    }
    Err(Problem::Missing)
}

/// Those whose identity number has that index.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn by_identity(c: &mut Conn, index: &str) -> Result<Vec<Person>, Problem> {
    Ok(c.all(BY_INDEX, &[&index], person)?)
}

/// Those of that name, compared by [`names::fold`].
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn by_name(c: &mut Conn, name: &str) -> Result<Vec<Person>, Problem> {
    Ok(c.all(BY_NAME, &[&names::fold(name)], person)?)
}

/// Everybody, in the order in which they were entered.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn all(c: &mut Conn) -> Result<Vec<Person>, Problem> {
    Ok(c.all(ALL, &[], person)?)
}

/// The columns that [`person`] reads, of the entries that were not merged into others; the table is `p`.
pub(crate) fn select() -> SelectStatement {
    let columns = [
        "id",
        "name",
        "sex",
        "born_on",
        "born_precision",
        "identity_mask",
        "identity_fault",
        "joined_on",
        "joined_precision",
        "telephone",
        "member",
        "org_id",
        "merged_into",
        "import_id",
    ];
    Query::select()
        .columns(columns.map(|column| ("p", column)))
        .from_as("persons", "p")
        .and_where(Expr::col(("p", "merged_into")).is_null())
        .to_owned()
}

/// Everybody who fulfils a condition, in the order in which they were entered.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn within(c: &mut Conn, condition: Condition) -> Result<Vec<Person>, Problem> {
    let query = select().cond_where(condition).order_by(("p", "id"), Order::Asc).to_owned();
    Ok(c.select(&query, person)?)
}

/// Indexes of all identity numbers with the persons who bear them: for matching a whole roster at once.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn identity_indexes(c: &mut Conn) -> Result<Vec<(String, PersonId)>, Problem> {
    Ok(c.all(INDEXES, &[], |r| Ok((r.get(0)?, r.get(1)?)))?)
}

/// The sealed identity number of a person.
pub(crate) fn kept(c: &mut Conn, id: PersonId) -> Result<Kept, Problem> {
    c.maybe(KEPT, &[&id], |r| Ok(Kept { cipher: r.get(0)?, index: r.get(1)? }))?.ok_or(Problem::Missing)
}

/// Reads the columns of the statements above.
pub(crate) fn person(r: &Row<'_>) -> Result<Person, store::Error> {
    Ok(Person {
        id: r.get(0)?,
        name: r.get(1)?,
        sex: Sex::at(r, 2)?,
        born: Dated::at(r, 3)?,
        identity: r.get(5)?,
        identity_fault: r.get(6)?,
        joined: Dated::at(r, 7)?,
        telephone: r.get(9)?,
        member: r.get(10)?,
        org: r.get(11)?,
        merged_into: r.get(12)?,
        import: r.get(13)?,
    })
}
