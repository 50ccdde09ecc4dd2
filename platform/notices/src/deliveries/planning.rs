//! Planning: which messages a notice brings about. A digest is planned for its next hour by the first notice that it will
//! hold; a call of a webhook is planned for each notice.

use std::collections::BTreeSet;

use kernel::{Actor, Moment, Problem, UserId};
use serde::{Deserialize, Serialize};
use store::sea_query::{Expr, ExprTrait, Query};
use store::{Conn, Tx};

use super::JOB;
use super::rules::Rhythm;
use crate::preferences::Preferences;

const PLAN: &str = "INSERT INTO notice_deliveries \
     (user_id, channel, slot, state, due, attempts, claim, error, created, changed) \
     VALUES ($1, $2, $3, 'waiting', $4, 0, 0, '', $5, $5) \
     ON CONFLICT (user_id, channel, slot) DO NOTHING RETURNING id";
const DROP_UNTRIED: &str = "DELETE FROM notice_deliveries \
     WHERE user_id = $1 AND channel = $2 AND state = 'waiting' AND attempts = 0 AND claim = 0";
const UNDIGESTED: &str =
    "SELECT 1 FROM notices WHERE user_id = $1 AND read_at IS NULL AND digest_id IS NULL LIMIT 1";

/// Every statement of this file, for the test that prepares them on both databases.
pub(super) const STATEMENTS: &[&str] = &[PLAN, DROP_UNTRIED, UNDIGESTED];

/// Accounts asked about at once.
const AT_ONCE: usize = 500;

/// What a job that sends is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) delivery: i64,
}

/// Accounts that want digests or calls, of these.
fn wanting(c: &mut Conn, users: &[UserId]) -> Result<Vec<(UserId, Rhythm, i64, bool)>, Problem> {
    let mut found = Vec::new();
    for part in users.chunks(AT_ONCE) {
        let mut query = Query::select();
        query
            .from("notice_preferences")
            .columns(["user_id", "digest", "hour", "hook"])
            .and_where(Expr::col("user_id").is_in(part.iter().map(|user| user.0)));
        found.extend(c.select(&query, |row| {
            let rhythm = Rhythm::from_code(&row.get::<String>(1)?).unwrap_or_default();
            let hook: String = row.get(3)?;
            Ok((UserId(row.get(0)?), rhythm, row.get(2)?, !hook.is_empty()))
        })?);
    }
    Ok(found)
}

fn plan(tx: &mut Tx, user: UserId, channel: &str, slot: i64, due: Moment) -> Result<(), Problem> {
    let now = tx.now();
    if let Some(id) = tx.maybe(PLAN, &[&user.0, &channel, &slot, &due, &now], |row| row.get::<i64>(0))? {
        take_up(tx, id, due)?;
    }
    Ok(())
}

/// Plans what these new notices bring about, each with its account.
pub(crate) fn after(tx: &mut Tx, told: &[(UserId, i64)]) -> Result<(), Problem> {
    let users: BTreeSet<UserId> = told.iter().map(|(user, _)| *user).collect();
    let users: Vec<UserId> = users.into_iter().collect();
    let now = tx.now();
    for (user, rhythm, hour, hook) in wanting(tx, &users)? {
        if let Some(due) = rhythm.next(hour, now) {
            plan(tx, user, "mail", due.0, due)?;
        }
        if hook {
            for (_, notice) in told.iter().filter(|(of, _)| *of == user) {
                plan(tx, user, "hook", *notice, now)?;
            }
        }
    }
    Ok(())
}

/// Plans an account's digest anew after its preferences have changed; what was tried before goes on by itself.
pub(crate) fn replan(tx: &mut Tx, user: UserId, wishes: &Preferences) -> Result<(), Problem> {
    tx.run(DROP_UNTRIED, &[&user.0, &"mail"])?;
    let now = tx.now();
    if let Some(due) = wishes.digest.next(wishes.hour, now)
        && tx.exists(UNDIGESTED, &[&user.0])?
    {
        plan(tx, user, "mail", due.0, due)?;
    }
    if wishes.hook.is_empty() {
        tx.run(DROP_UNTRIED, &[&user.0, &"hook"])?;
    }
    Ok(())
}

/// Has a message taken up at that moment. The job is the house's own and not one of whoever brought it about: it says
/// nothing to them, and what they have waiting is nobody else's.
pub(super) fn take_up(tx: &mut Tx, delivery: i64, at: Moment) -> Result<(), Problem> {
    let who = tx.actor().clone();
    tx.act_as(Actor::Job(JOB.to_owned()));
    let queued = tx.enqueue(JOB, &Payload { delivery }, Some(at));
    tx.act_as(who);
    queued?;
    Ok(())
}
