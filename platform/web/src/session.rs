//! Sessions: a random token in a cookie, its hash in the database, an idle and an absolute limit.

use std::sync::Arc;

use axum::response::Response;
use kernel::{Day, Grant, Moment, OrgId, PersonId, Principal, Problem, Role, UserId};
use sm3::{Digest, Sm3};
use store::{Conn, Tx};

use crate::http::Ask;
use crate::scene::Scene;
use crate::site::Site;

/// Seconds between two notes of a session's use; a note at every request would make every page a write.
const NOTE_EVERY: i64 = 60;

const FIND: &str = "SELECT s.user_id, s.created, s.seen, u.person_id, u.name, u.first_password \
     FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND u.active";
const GRANTS: &str = "SELECT role, org_id, org_path, from_day, until_day FROM grants \
     WHERE user_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY id";
const OPEN: &str = "INSERT INTO sessions (token_hash, user_id, created, seen) VALUES ($1, $2, $3, $3)";
const NOTE: &str = "UPDATE sessions SET seen = $2 WHERE token_hash = $1 AND seen < $2";
const CLOSE: &str = "DELETE FROM sessions WHERE token_hash = $1";
const CLOSE_OTHERS: &str = "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2";
const SWEEP: &str = "DELETE FROM sessions WHERE created < $1 OR seen < $2";

/// Every statement of this file, for the test that prepares them on both databases.
pub const STATEMENTS: &[&str] = &[FIND, GRANTS, OPEN, NOTE, CLOSE, CLOSE_OTHERS, SWEEP];

/// Travels with a response so that the session's use is noted after the answer is on its way.
#[derive(Debug, Clone)]
pub(crate) struct Seen(pub(crate) String, pub(crate) Moment);

/// What stands in the database instead of the token.
pub(crate) fn hash(token: &str) -> String {
    Sm3::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Looks the session up and sets the scene for the handler.
pub(crate) fn scene(site: &Arc<Site>, c: &mut Conn, ask: &Ask) -> Result<Scene, Problem> {
    let mut scene = ask.scene(site, None);
    let Some(token) = &ask.session else { return Ok(scene) };
    let hash = hash(token);
    let found = c.maybe(FIND, &[&hash], |r| {
        Ok((
            (UserId(r.get(0)?), Moment(r.get(1)?), Moment(r.get(2)?)),
            (r.get::<Option<i64>>(3)?.map(PersonId), r.get::<String>(4)?, r.get::<bool>(5)?),
        ))
    })?;
    let Some(((user, created, seen), (person, name, first_password))) = found else { return Ok(scene) };
    let (now, settings) = (ask.now, &site.settings);
    if now.0 - created.0 > settings.session_absolute || now.0 - seen.0 > settings.session_idle {
        return Ok(scene);
    }
    let grants = grants_of(c, user, now.day())?;
    scene.principal = Some(Principal { user, person, name, grants });
    scene.first_password = first_password;
    scene.seen = (now.0 - seen.0 >= NOTE_EVERY).then_some(hash);
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

/// Notes the use of a session, off the reader's way.
pub(crate) fn keep_alive(site: &Arc<Site>, response: &mut Response) {
    let Some(Seen(hash, now)) = response.extensions_mut().remove::<Seen>() else { return };
    let db = site.db.clone();
    tokio::task::spawn_blocking(move || {
        let noted =
            db.write_unaudited("note that a session was used", move |tx| Ok(tx.run(NOTE, &[&hash, &now.0])?));
        if let Err(problem) = noted {
            tracing::warn!(%problem, "a session's use was not noted");
        }
    });
}
