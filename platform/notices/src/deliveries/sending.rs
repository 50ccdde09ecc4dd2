//! The two writes around a sending. The first claims the message and is committed before a byte leaves; the second marks
//! what became of it. Whoever finds a claim without a mark knows that nobody knows, and leaves it to a person.

use kernel::{Moment, Problem, UserId};
use store::{Db, Tx};
use web::accounts;

use super::planning::take_up;
use super::rules::{State, TRIES, pause};
use crate::failed::Failed;
use crate::inbox::Kept;
use crate::preferences::{self, Preferences};

const FIND: &str = "SELECT user_id, channel, slot, state, due, attempts, claim, created FROM notice_deliveries \
     WHERE id = $1";
const CLAIM: &str = "UPDATE notice_deliveries SET state = 'sending', attempts = attempts + 1, claim = claim + 1, \
     error = '', changed = $2 WHERE id = $1 AND state = 'waiting'";
const UNSURE: &str = "UPDATE notice_deliveries SET state = 'uncertain', error = $3, changed = $2 \
     WHERE id = $1 AND state = 'sending'";
const MARK: &str = "UPDATE notice_deliveries SET state = $3, due = $4, error = $5, changed = $6 \
     WHERE id = $1 AND claim = $2 AND state IN ('sending', 'uncertain')";
const DROP: &str = "DELETE FROM notice_deliveries WHERE id = $1";
const HELD: &str = "SELECT id, title_key, args, href, due_day, created, read_at FROM notices \
     WHERE digest_id = $1 ORDER BY id";
const HOLD: &str = "UPDATE notices SET digest_id = $2 \
     WHERE user_id = $1 AND read_at IS NULL AND digest_id IS NULL";
const RELEASE: &str = "UPDATE notices SET digest_id = NULL WHERE digest_id = $1";
const NOTICE: &str = "SELECT id, title_key, args, href, due_day, created, read_at FROM notices \
     WHERE user_id = $1 AND id = $2";
const FORGET: &str = "DELETE FROM notice_deliveries WHERE state = 'sent' AND changed < $1";

/// Every statement of this file, for the test that prepares them on both databases.
pub(super) const STATEMENTS: &[&str] =
    &[FIND, CLAIM, UNSURE, MARK, DROP, HELD, HOLD, RELEASE, NOTICE, FORGET];

/// Seconds for which the rows of what was sent are kept.
const KEPT: i64 = 90 * 86_400;

/// What is said of a claim without a mark.
const INTERRUPTED: &str = "interrupted while it was being sent";

/// A claimed message with everything that is needed to send it.
pub(super) struct Claimed {
    pub(super) id: i64,
    pub(super) claim: i64,
    pub(super) user: UserId,
    pub(super) attempts: i64,
    pub(super) by_mail: bool,
    /// When it was planned: part of the number by which it is known.
    pub(super) created: Moment,
    /// When it was claimed.
    pub(super) at: Moment,
    pub(super) wishes: Preferences,
    pub(super) notices: Vec<Kept>,
}

/// Claims a message. `None`: there is nothing to send, or not yet, or somebody has claimed it before.
pub(super) fn claim(db: &Db, id: i64) -> Result<Option<Claimed>, Problem> {
    db.write_unaudited("notices.claim", move |tx| claim_in(tx, id))
}

fn claim_in(tx: &mut Tx, id: i64) -> Result<Option<Claimed>, Problem> {
    let found = tx.maybe(FIND, &[&id], |row| {
        let key = (UserId(row.get(0)?), row.get::<String>(1)?, row.get::<i64>(2)?);
        let standing = (row.get::<State>(3)?, Moment(row.get(4)?));
        Ok((key, standing, (row.get::<i64>(5)?, row.get::<i64>(6)?, Moment(row.get(7)?))))
    })?;
    let Some(((user, channel, slot), (state, due), (attempts, claim, created))) = found else {
        return Ok(None);
    };
    let now = tx.now();
    if state == State::Sending {
        tx.run(UNSURE, &[&id, &now, &INTERRUPTED])?;
        return Ok(None);
    }
    if state != State::Waiting || due > now {
        return Ok(None);
    }
    let by_mail = channel == "mail";
    let wishes = preferences::of(tx, user)?;
    let wanted = match by_mail {
        true => !wishes.address.is_empty() && wishes.digest != super::rules::Rhythm::None,
        false => !wishes.hook.is_empty(),
    };
    let notices = match (wanted && accounts::find(tx, user)?.active, by_mail) {
        (false, _) => Vec::new(),
        (true, true) => held(tx, user, id)?,
        (true, false) => tx.all(NOTICE, &[&user.0, &slot], Kept::of)?,
    };
    if notices.is_empty() {
        tx.run(RELEASE, &[&id])?;
        tx.run(DROP, &[&id])?;
        return Ok(None);
    }
    tx.run(CLAIM, &[&id, &now])?;
    let (claim, attempts) = (claim + 1, attempts + 1);
    Ok(Some(Claimed { id, claim, user, attempts, by_mail, created, at: now, wishes, notices }))
}

/// What a digest holds: fixed at its first attempt, so that every attempt is the same message.
fn held(tx: &mut Tx, user: UserId, id: i64) -> Result<Vec<Kept>, Problem> {
    let held = tx.all(HELD, &[&id], Kept::of)?;
    if !held.is_empty() {
        return Ok(held);
    }
    tx.run(HOLD, &[&user.0, &id])?;
    Ok(tx.all(HELD, &[&id], Kept::of)?)
}

/// Marks what became of a message.
pub(super) fn mark(db: &Db, claimed: &Claimed, outcome: Result<(), Failed>) -> Result<(), Problem> {
    let (id, claim, attempts) = (claimed.id, claimed.claim, claimed.attempts);
    db.write_unaudited("notices.mark", move |tx| {
        let now = tx.now();
        let later = now.plus(pause(attempts));
        let (state, due, error) = match &outcome {
            Ok(()) => (State::Sent, now, String::new()),
            Err(failed @ Failed::Later(_)) if attempts < TRIES => (State::Waiting, later, failed.reason()),
            Err(failed @ (Failed::Later(_) | Failed::Never(_))) => (State::Failed, now, failed.reason()),
            Err(failed @ Failed::Unknown(_)) => (State::Uncertain, now, failed.reason()),
        };
        if tx.run(MARK, &[&id, &claim, &state, &due, &error, &now])? == 0 {
            // Sent again meanwhile by the administrator, under another claim.
            return Ok(());
        }
        match state {
            State::Waiting => take_up(tx, id, due)?,
            // What it held has not arrived; the next digest holds it.
            State::Failed => {
                tx.run(RELEASE, &[&id])?;
            }
            State::Sent => {
                tx.run(FORGET, &[&now.plus(-KEPT)])?;
            }
            State::Sending | State::Uncertain => {}
        }
        Ok(())
    })
}
