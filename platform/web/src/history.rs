//! The history of a record, as the audit trail has it: who did what, when, and for which reason.

use std::collections::HashMap;

use kernel::{Problem, RecordRef, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use store::{Conn, Tx, audit};

use crate::accounts;
use crate::words::Words;

/// As many lines as a page shows.
const MOST: u64 = 200;

/// One line of a history, already in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// When.
    pub when: String,
    /// What was done.
    pub what: String,
    /// By whom.
    pub who: String,
    /// About whom or what, where the record has many parts: a name and figures.
    pub about: String,
    /// The written reason, if there was one.
    pub reason: String,
}

/// Notes in the trail what was done to a record, with its state before and after. `did` is the end of a message key,
/// which [`of`] completes.
///
/// # Errors
/// When the trail cannot be written.
pub fn note<B: Serialize, A: Serialize>(
    tx: &mut Tx,
    record: &RecordRef,
    did: &'static str,
    reason: &str,
    before: Option<&B>,
    after: &A,
) -> Result<(), Problem> {
    let mut after = serde_json::to_value(after).map_err(Problem::unexpected)?;
    if let Value::Object(fields) = &mut after {
        fields.insert("did".into(), did.into());
        fields.insert("because".into(), reason.into());
    }
    tx.note(record, before, Some(&after))?;
    Ok(())
}

/// The history of a record, newest first; what was done is said by the message `{domain}-did-{did}`.
///
/// # Errors
/// When the database fails.
pub fn of(c: &mut Conn, words: &Words, domain: &str, record: &RecordRef) -> Result<Vec<Line>, Problem> {
    let filter = audit::Filter {
        record_kind: Some(record.kind.clone()),
        record_id: Some(record.id),
        ..audit::Filter::default()
    };
    let entries = audit::list(c, &filter, None, MOST)?;
    let mut lines = Vec::with_capacity(entries.len());
    let mut names: HashMap<String, String> = HashMap::new();
    for entry in entries {
        let who = match names.get(&entry.actor) {
            Some(known) => known.clone(),
            None => name(c, words, &entry.actor)?,
        };
        names.insert(entry.actor.clone(), who.clone());
        let after: Value =
            entry.after.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let text = |field: &str| after.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let did = text("did");
        // Links are tied by the platform, whatever the record.
        let domain = if ["linked", "unlinked"].contains(&did.as_str()) { "links" } else { domain };
        let key = format!("{domain}-did-{did}");
        lines.push(Line {
            when: words.moment(entry.at),
            what: words.t(&key),
            who,
            about: text("about"),
            reason: text("because"),
        });
    }
    Ok(lines)
}

/// What an actor of the trail is called.
///
/// # Errors
/// When the database fails.
pub fn name(c: &mut Conn, words: &Words, actor: &str) -> Result<String, Problem> {
    let known = known(c, actor)?;
    Ok(if known.is_empty() { words.t("history-on-the-machine") } else { known })
}

/// The holder of the account behind an actor of the trail; nothing for jobs and the command line.
///
/// # Errors
/// When the database fails.
pub fn known(c: &mut Conn, actor: &str) -> Result<String, Problem> {
    let user = actor.strip_prefix("user:").and_then(|id| id.parse().ok()).map(UserId);
    match user.map(|user| accounts::find(c, user)) {
        Some(Ok(account)) => Ok(account.name),
        Some(Err(Problem::Missing)) | None => Ok(String::new()),
        Some(Err(problem)) => Err(problem),
    }
}
