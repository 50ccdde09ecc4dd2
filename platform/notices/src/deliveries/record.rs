//! Messages as the administrator sees them: never what they say.

use kernel::{Moment, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Expr, ExprTrait, Order, Query};
use store::{Conn, Tx};
use web::history;

use super::planning::take_up;
use super::rules::{State, may_go_again};

const COUNTS: &str = "SELECT state, COUNT(*) FROM notice_deliveries GROUP BY state";
const STUCK: &str = "SELECT COUNT(*) FROM notice_deliveries \
     WHERE (state = 'sending' AND changed < $1) OR (state = 'waiting' AND due < $1)";
const STANDING: &str = "SELECT state, due, changed FROM notice_deliveries WHERE id = $1";
const AGAIN: &str = "UPDATE notice_deliveries SET state = 'waiting', due = $2, attempts = 0, error = '', changed = $2 \
     WHERE id = $1";

/// Every statement of this file, for the test that prepares them on both databases.
pub(super) const STATEMENTS: &[&str] = &[COUNTS, STUCK, STANDING, AGAIN];

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Delivery {
    pub(super) id: i64,
    /// Login of whom it is for.
    pub(super) login: String,
    /// `mail` or `hook`.
    pub(super) channel: String,
    pub(super) state: State,
    #[schemars(with = "i64")]
    pub(super) due: Moment,
    pub(super) attempts: i64,
    /// Why the last attempt did not succeed.
    pub(super) error: String,
    #[schemars(with = "i64")]
    pub(super) changed: Moment,
}

/// How many messages are in each state.
pub(super) fn counts(c: &mut Conn) -> Result<Vec<(State, i64)>, Problem> {
    Ok(c.all(COUNTS, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many were claimed or should have been long before that moment, and nothing has become of them.
pub(super) fn stuck(c: &mut Conn, before: Moment) -> Result<i64, Problem> {
    Ok(c.count(STUCK, &[&before])?)
}

/// Messages in that state, or in any but sent; the newest first, with their number in all.
pub(super) fn list(
    c: &mut Conn,
    state: Option<State>,
    many: u64,
    skip: u64,
) -> Result<(Vec<Delivery>, i64), Problem> {
    let mut query = Query::select();
    query
        .from("notice_deliveries")
        .inner_join("users", Expr::col(("users", "id")).equals(("notice_deliveries", "user_id")))
        .columns([
            ("notice_deliveries", "id"),
            ("users", "login"),
            ("notice_deliveries", "channel"),
            ("notice_deliveries", "state"),
            ("notice_deliveries", "due"),
            ("notice_deliveries", "attempts"),
            ("notice_deliveries", "error"),
            ("notice_deliveries", "changed"),
        ])
        .order_by(("notice_deliveries", "id"), Order::Desc);
    let column = || Expr::col(("notice_deliveries", "state"));
    match state {
        Some(state) => query.and_where(column().eq(state.code())),
        None => query.and_where(column().ne(State::Sent.code())),
    };
    let total = c.select_count(&query)?;
    query.limit(many).offset(skip);
    let found = c.select(&query, |row| {
        Ok(Delivery {
            id: row.get(0)?,
            login: row.get(1)?,
            channel: row.get(2)?,
            state: row.get(3)?,
            due: row.get(4)?,
            attempts: row.get(5)?,
            error: row.get(6)?,
            changed: row.get(7)?,
        })
    })?;
    Ok((found, total))
}

/// Has a message sent again, by a person who takes it upon themselves that it may arrive twice.
///
/// # Errors
/// [`Problem::Missing`] when there is none of that number, [`Problem::Refused`] when it has arrived or is on its way.
pub(super) fn again(tx: &mut Tx, id: i64) -> Result<(), Problem> {
    let found = tx.maybe(STANDING, &[&id], |row| {
        Ok((row.get::<State>(0)?, Moment(row.get(1)?), Moment(row.get(2)?)))
    })?;
    let (state, due, changed) = found.ok_or(Problem::Missing)?;
    let now = tx.now();
    if !may_go_again(state, due, changed, now) {
        return Err(Problem::refused("deliveries-not-again"));
    }
    tx.run(AGAIN, &[&id, &now])?;
    take_up(tx, id, now)?;
    let record = RecordRef::new("notice-delivery", id);
    let (before, after) =
        (serde_json::json!({ "state": state }), serde_json::json!({ "state": State::Waiting }));
    history::note(tx, &record, "sent-again", "", Some(&before), &after)
}
