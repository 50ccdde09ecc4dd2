//! Tokens as they stand in the database.

use kernel::{Day, Moment, PersonId, Problem, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

const FIND: &str = "SELECT t.id, t.name, t.scope, t.until_day, t.used_day, u.id, u.person_id, u.name, u.first_password \
     FROM api_tokens t JOIN users u ON u.id = t.user_id \
     WHERE t.token_hash = $1 AND t.revoked IS NULL AND u.active";
const OF_USER: &str = "SELECT id, name, scope, created, until_day, used_day FROM api_tokens \
     WHERE user_id = $1 AND revoked IS NULL ORDER BY id DESC";
pub(super) const ADD: &str = "INSERT INTO api_tokens (token_hash, user_id, name, scope, created, until_day) \
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(super) const REVOKE: &str =
    "UPDATE api_tokens SET revoked = $3 WHERE id = $1 AND user_id = $2 AND revoked IS NULL";
/// Notes the day on which a token was used.
pub(crate) const USED: &str =
    "UPDATE api_tokens SET used_day = $2 WHERE id = $1 AND (used_day IS NULL OR used_day < $2)";

/// Every statement of this folder, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[FIND, OF_USER, ADD, REVOKE, USED];

/// What a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// Everything that its account reads.
    Read,
    /// Everything that its account reads and writes.
    Write,
    /// The feed of the calendar alone, also by the address of the feed.
    Calendar,
}

impl Scope {
    /// All of them, in the order in which they are offered.
    pub(super) const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Calendar];

    /// How it stands in the database and in forms.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Calendar => "calendar",
        }
    }

    /// The scope of that code.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// A token in use, with the account behind it.
pub(crate) struct Found {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) scope: Scope,
    pub(crate) until: Day,
    pub(crate) used: Option<Day>,
    pub(crate) user: UserId,
    pub(crate) person: Option<PersonId>,
    pub(crate) holder: String,
    pub(crate) first_password: bool,
}

/// The token with that hash; `None` when there is none, it is revoked, or its account is closed.
pub(crate) fn find(c: &mut Conn, hash: &str) -> Result<Option<Found>, Problem> {
    let found = c.maybe(FIND, &[&hash], |r| {
        let Some(scope) = Scope::from_code(&r.get::<String>(2)?) else { return Ok(None) };
        Ok(Some(Found {
            id: r.get(0)?,
            name: r.get(1)?,
            until: r.get(3)?,
            used: r.get(4)?,
            user: UserId(r.get(5)?),
            person: r.get::<Option<i64>>(6)?.map(PersonId),
            holder: r.get(7)?,
            first_password: r.get(8)?,
            scope,
        }))
    })?;
    Ok(found.flatten())
}

/// A token as its holder sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Token {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) scope: String,
    #[schemars(with = "i64")]
    pub(super) created: Moment,
    /// Last day on which it opens anything.
    pub(super) until: Day,
    /// Last day on which it was used.
    pub(super) used: Option<Day>,
}

/// The tokens of an account that are not revoked, the newest first.
pub(super) fn of_user(c: &mut Conn, user: UserId) -> Result<Vec<Token>, Problem> {
    let token = |r: &Row<'_>| {
        Ok(Token {
            id: r.get(0)?,
            name: r.get(1)?,
            scope: r.get(2)?,
            created: r.get(3)?,
            until: r.get(4)?,
            used: r.get(5)?,
        })
    };
    Ok(c.all(OF_USER, &[&user.0], token)?)
}
