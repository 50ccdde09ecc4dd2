//! Sessions: a random token in a cookie, its hash in the database, an idle and an absolute limit.

use std::sync::Arc;

use axum::response::Response;
use kernel::{Capacity, Day, Grant, Moment, OrgId, PersonId, Principal, Problem, Role, UserId};
use sm3::{Digest, Sm3};
use store::{Conn, Tx};

use crate::acting::{self, Running};
use crate::http::{Ask, Bearer};
use crate::scene::Scene;
use crate::second_factor;
use crate::site::Site;
use crate::tokens::{self, Scope};

/// Seconds between two notes of a session's use; a note at every request would make every page a write.
const NOTE_EVERY: i64 = 60;

const FIND: &str = "SELECT s.user_id, s.created, s.seen, u.person_id, u.name, u.first_password, s.acting_id, \
     EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed) \
     FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND u.active";
const GRANTS: &str = "SELECT role, org_id, org_path, from_day, until_day FROM grants \
     WHERE user_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY id";
const OPEN: &str = "INSERT INTO sessions (token_hash, user_id, created, seen) VALUES ($1, $2, $3, $3)";
const NOTE: &str = "UPDATE sessions SET seen = $2 WHERE token_hash = $1 AND seen < $2";
const CLOSE: &str = "DELETE FROM sessions WHERE token_hash = $1";
const CLOSE_OTHERS: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2";
const SWEEP: &str = "DELETE FROM sessions WHERE created < $1 OR seen < $2";

const SWEEP_HALF: &str = "DELETE FROM half_sign_ins WHERE created < $1";
const OPEN_HALF: &str = "INSERT INTO half_sign_ins (token_hash, user_id, created) VALUES ($1, $2, $3)";
const FIND_HALF: &str = "SELECT h.user_id, u.login, u.locked_until FROM half_sign_ins h JOIN users u ON u.id = h.user_id \
     WHERE h.token_hash = $1 AND h.created >= $2 AND u.active";
const CLOSE_HALF: &str = "DELETE FROM half_sign_ins WHERE token_hash = $1";

/// Seconds between the password and the code.
pub(crate) const HALF: i64 = 5 * 60;

/// Every statement of this file, for the test that prepares them on both databases.
pub const STATEMENTS: &[&str] =
    &[FIND, GRANTS, OPEN, NOTE, CLOSE, CLOSE_OTHERS, SWEEP, SWEEP_HALF, OPEN_HALF, FIND_HALF, CLOSE_HALF];

/// Travels with a response so that the use of a session or a token is noted after the answer is on its way.
#[derive(Debug, Clone)]
pub(crate) enum Seen {
    /// The session with that hash.
    Session(String, Moment),
    /// The token with that number.
    Token(i64, Day),
}

/// What stands in the database instead of the token.
pub(crate) fn hash(token: &str) -> String {
    Sm3::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Looks the session or the token up and sets the scene for the handler. Two queries; two more while acting for somebody.
pub(crate) fn scene(site: &Arc<Site>, c: &mut Conn, ask: &Ask) -> Result<Scene, Problem> {
    match (&ask.bearer, &ask.session) {
        (Some(bearer), _) => with_token(site, c, ask, bearer),
        (None, Some(token)) => with_session(site, c, ask, token),
        (None, None) => Ok(ask.scene(site, None)),
    }
}

fn with_session(site: &Arc<Site>, c: &mut Conn, ask: &Ask, token: &str) -> Result<Scene, Problem> {
    let mut scene = ask.scene(site, None);
    let hash = hash(token);
    let found = c.maybe(FIND, &[&hash], |r| {
        Ok((
            (UserId(r.get(0)?), Moment(r.get(1)?), Moment(r.get(2)?)),
            (r.get::<Option<i64>>(3)?.map(PersonId), r.get::<String>(4)?, r.get::<bool>(5)?),
            (r.get::<Option<i64>>(6)?, r.get::<bool>(7)?),
        ))
    })?;
    let Some(((user, created, seen), (person, name, first_password), (acting, factor))) = found else {
        return Ok(scene);
    };
    let (now, settings) = (ask.now, &site.settings);
    if now.0 - created.0 > settings.session_absolute || now.0 - seen.0 > settings.session_idle {
        return Ok(scene);
    }
    let today = now.day();
    let running = match acting {
        Some(id) => acting::running(c, id, user, today)?,
        None => None,
    };
    let principal = match running {
        Some(Running { user: represented, name: of, person }) => {
            let grants = acting::lent(grants_of(c, represented, today)?);
            let capacity = Capacity::For { user: represented, name: of };
            Principal { user, person, name, grants, capacity }
        }
        None => {
            let grants = grants_of(c, user, today)?;
            Principal { user, person, name, grants, capacity: Capacity::Oneself }
        }
    };
    scene.factor_first =
        !factor && second_factor::required(site, principal.grants.iter().map(|grant| grant.role));
    scene.principal = Some(principal);
    scene.first_password = first_password;
    scene.seen = (now.0 - seen.0 >= NOTE_EVERY).then_some(Seen::Session(hash, now));
    Ok(scene)
}

/// A program with a token. One that is over, revoked or unknown is nobody.
fn with_token(site: &Arc<Site>, c: &mut Conn, ask: &Ask, bearer: &Bearer) -> Result<Scene, Problem> {
    let mut scene = ask.scene(site, None);
    let today = ask.now.day();
    let Some(token) = tokens::find(c, &hash(&bearer.token))? else { return Ok(scene) };
    let for_feed = token.scope == Scope::Calendar;
    // What stands in an address is seen by others: it opens the feed and nothing else.
    if today > token.until || (bearer.in_address && !for_feed) || (for_feed && !ask.is_feed()) {
        return Ok(scene);
    }
    let grants = grants_of(c, token.user, today)?;
    scene.principal = Some(Principal {
        user: token.user,
        person: token.person,
        name: token.holder,
        grants,
        capacity: Capacity::Token { name: token.name },
    });
    scene.first_password = token.first_password;
    scene.token = Some(token.scope);
    scene.seen = token.used.is_none_or(|used| used < today).then_some(Seen::Token(token.id, today));
    Ok(scene)
}

/// Grants of an account that hold on that day.
pub(crate) fn grants_of(c: &mut Conn, user: UserId, day: Day) -> Result<Vec<Grant>, Problem> {
    let grants = c.all(GRANTS, &[&user.0, &day], |r| {
        let org = r.get::<Option<i64>>(1)?.map(OrgId);
        let path: Option<String> = r.get(2)?;
        Ok((r.get::<String>(0)?, org.zip(path), r.get::<Day>(3)?, r.get::<Option<Day>>(4)?))
    })?;
    // A role that a later version has given up simply opens nothing.
    let known = |(role, org, from, until): (String, _, _, _)| {
        Role::from_code(&role).map(|role| Grant { role, org, from, until })
    };
    Ok(grants.into_iter().filter_map(known).collect())
}

/// Opens a session and gives its token; ends those that are over.
pub(crate) fn open(tx: &mut Tx, site: &Site, user: UserId, now: Moment) -> Result<String, Problem> {
    let token = site.chance.token();
    let settings = &site.settings;
    tx.run(SWEEP, &[&(now.0 - settings.session_absolute), &(now.0 - settings.session_idle)])?;
    tx.run(OPEN, &[&hash(&token), &user.0, &now.0])?;
    Ok(token)
}

/// Somebody whose password was right and whose code is awaited.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    pub(crate) user: UserId,
    pub(crate) login: String,
    pub(crate) locked_until: i64,
}

/// Remembers that the password was right; gives the token that leads on to the code.
pub(crate) fn open_half(tx: &mut Tx, site: &Site, user: UserId, now: Moment) -> Result<String, Problem> {
    let token = site.chance.token();
    tx.run(SWEEP_HALF, &[&(now.0 - HALF)])?;
    tx.run(OPEN_HALF, &[&hash(&token), &user.0, &now.0])?;
    Ok(token)
}

/// Who stands between password and code with that token.
pub(crate) fn find_half(c: &mut Conn, token: &str, now: Moment) -> Result<Option<Half>, Problem> {
    Ok(c.maybe(FIND_HALF, &[&hash(token), &(now.0 - HALF)], |r| {
        Ok(Half { user: UserId(r.get(0)?), login: r.get(1)?, locked_until: r.get(2)? })
    })?)
}

/// Forgets that the password was right.
pub(crate) fn close_half(tx: &mut Tx, token: &str) -> Result<(), Problem> {
    tx.run(CLOSE_HALF, &[&hash(token)])?;
    Ok(())
}

/// Ends a session.
pub(crate) fn close(tx: &mut Tx, token: &str) -> Result<(), Problem> {
    tx.run(CLOSE, &[&hash(token)])?;
    Ok(())
}

/// Ends all sessions of an account but the one with this token (an empty text: all).
pub(crate) fn close_others(tx: &mut Tx, user: UserId, token: &str) -> Result<(), Problem> {
    tx.run(CLOSE_OTHERS, &[&user.0, &hash(token)])?;
    Ok(())
}

/// Notes the use of a session or a token, off the reader's way.
pub(crate) fn keep_alive(site: &Arc<Site>, response: &mut Response) {
    let Some(seen) = response.extensions_mut().remove::<Seen>() else { return };
    let db = site.db.clone();
    tokio::task::spawn_blocking(move || {
        let noted = db.write_unaudited("note that a session was used", move |tx| {
            Ok(match &seen {
                Seen::Session(hash, now) => tx.run(NOTE, &[hash, &now.0])?,
                Seen::Token(id, day) => tx.run(tokens::USED, &[id, day])?,
            })
        });
        if let Err(problem) = noted {
            tracing::warn!(%problem, "a session's use was not noted");
        }
    });
}
