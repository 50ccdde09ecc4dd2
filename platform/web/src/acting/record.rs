//! Requests to act, as they stand in the database.

use kernel::{Day, Moment, PersonId, Problem, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

const OF_USER: &str = "SELECT a.id, a.user_id, u.name, a.delegate_id, d.name, a.from_day, a.until_day, a.reason, \
     a.created, a.ended FROM acting a JOIN users u ON u.id = a.user_id JOIN users d ON d.id = a.delegate_id \
     WHERE a.user_id = $1 OR a.delegate_id = $1 ORDER BY a.from_day DESC, a.id DESC";
const ALL: &str = "SELECT a.id, a.user_id, u.name, a.delegate_id, d.name, a.from_day, a.until_day, a.reason, \
     a.created, a.ended FROM acting a JOIN users u ON u.id = a.user_id JOIN users d ON d.id = a.delegate_id \
     ORDER BY a.from_day DESC, a.id DESC";
const ONE: &str = "SELECT a.id, a.user_id, u.name, a.delegate_id, d.name, a.from_day, a.until_day, a.reason, \
     a.created, a.ended FROM acting a JOIN users u ON u.id = a.user_id JOIN users d ON d.id = a.delegate_id \
     WHERE a.id = $1";
const RUNNING: &str = "SELECT a.user_id, u.name, u.person_id FROM acting a JOIN users u ON u.id = a.user_id \
     WHERE a.id = $1 AND a.delegate_id = $2 AND a.ended IS NULL AND a.from_day <= $3 AND a.until_day >= $3 AND u.active";
pub(super) const ADD: &str = "INSERT INTO acting (user_id, delegate_id, from_day, until_day, reason, created) \
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(super) const END: &str = "UPDATE acting SET ended = $2 WHERE id = $1 AND ended IS NULL";
pub(super) const BEGIN: &str = "UPDATE sessions SET acting_id = $2 WHERE token_hash = $1";

/// Every statement of this folder, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[OF_USER, ALL, ONE, RUNNING, ADD, END, BEGIN];

/// A request that one account acts for another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Acting {
    pub(crate) id: i64,
    /// Who is represented.
    pub(crate) user: UserId,
    pub(crate) user_name: String,
    /// Who acts.
    pub(crate) delegate: UserId,
    pub(crate) delegate_name: String,
    /// First day.
    pub(crate) from: Day,
    /// Last day.
    pub(crate) until: Day,
    /// Why.
    pub(crate) reason: String,
    #[schemars(with = "i64")]
    pub(crate) created: Moment,
    /// When it was ended before its last day.
    #[schemars(with = "Option<i64>")]
    pub(crate) ended: Option<Moment>,
}

impl Acting {
    /// Whether it holds on that day.
    pub(crate) fn holds_on(&self, day: Day) -> bool {
        self.ended.is_none() && self.from <= day && day <= self.until
    }

    /// Whether it is over on that day, by its end or its last day.
    pub(crate) fn is_over(&self, today: Day) -> bool {
        self.ended.is_some() || self.until < today
    }
}

fn acting(r: &Row<'_>) -> Result<Acting, store::Error> {
    Ok(Acting {
        id: r.get(0)?,
        user: UserId(r.get(1)?),
        user_name: r.get(2)?,
        delegate: UserId(r.get(3)?),
        delegate_name: r.get(4)?,
        from: r.get(5)?,
        until: r.get(6)?,
        reason: r.get(7)?,
        created: r.get(8)?,
        ended: r.get(9)?,
    })
}

/// What an account has given and been given, the latest first.
pub(super) fn of_user(c: &mut Conn, user: UserId) -> Result<Vec<Acting>, Problem> {
    Ok(c.all(OF_USER, &[&user.0], acting)?)
}

/// All of them, the latest first.
pub(super) fn all(c: &mut Conn) -> Result<Vec<Acting>, Problem> {
    Ok(c.all(ALL, &[], acting)?)
}

/// One of them.
///
/// # Errors
/// [`Problem::Missing`] when there is none of that number.
pub(super) fn find(c: &mut Conn, id: i64) -> Result<Acting, Problem> {
    c.maybe(ONE, &[&id], acting)?.ok_or(Problem::Missing)
}

/// Whom a session acts for.
pub(crate) struct Running {
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) person: Option<PersonId>,
}

/// Whom `delegate` acts for under that request today; `None` when it is over or was ended.
pub(crate) fn running(
    c: &mut Conn,
    id: i64,
    delegate: UserId,
    today: Day,
) -> Result<Option<Running>, Problem> {
    Ok(c.maybe(RUNNING, &[&id, &delegate.0, &today], |r| {
        let person = r.get::<Option<i64>>(2)?.map(PersonId);
        Ok(Running { user: UserId(r.get(0)?), name: r.get(1)?, person })
    })?)
}
