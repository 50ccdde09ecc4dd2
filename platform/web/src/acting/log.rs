//! What was done on one's behalf, from the trail itself.

use askama::Template;
use kernel::{Actor, Problem, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::audit;

use super::record;
use crate::access::Told;
use crate::answer::Page;
use crate::input::blank_is_none;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new().get("/me/acting/log", SignedIn, show)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Below {
    /// Only entries with a smaller number than this: the next page.
    #[serde(default, deserialize_with = "blank_is_none")]
    below: Option<i64>,
}

/// One thing that was done.
#[derive(Serialize, JsonSchema)]
struct Entry {
    seq: i64,
    at: String,
    who: String,
    act: String,
    record: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "acting_log.html")]
struct Log {
    #[serde(skip)]
    words: Words,
    entries: Vec<Entry>,
    next: Option<i64>,
}

impl Page for Log {
    fn title(&self) -> String {
        self.words.t("acting-log")
    }
}

fn show(cx: &mut Reading<'_, SignedIn>, input: Below) -> Result<Log, Problem> {
    let me = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let given: Vec<_> = record::of_user(cx.db, me)?.into_iter().filter(|one| one.user == me).collect();
    // The trail is found by who acted: exactly the accounts that were ever asked.
    let mut actors: Vec<String> = given
        .iter()
        .map(|one| audit::actor_code(&Actor::UserFor { user: one.delegate, represented: me }))
        .collect();
    actors.sort_unstable();
    actors.dedup();
    let filter = audit::Filter { actors: Some(actors), ..audit::Filter::default() };
    let found = audit::list(cx.db, &filter, input.below, PER_PAGE)?;
    let full = u64::try_from(found.len()).is_ok_and(|n| n == PER_PAGE);
    let next = found.last().map(|last| last.seq).filter(|_| full);
    let words = cx.words();
    let told = Told { words: &words };
    let name = |code: &str| {
        let user = match audit::actor_of(code) {
            Some(Actor::UserFor { user, .. }) => Some(user),
            _ => None,
        };
        given
            .iter()
            .find(|one| Some(one.delegate) == user)
            .map(|one| one.delegate_name.clone())
            .unwrap_or_default()
    };
    let entry = |entry: audit::Entry| Entry {
        seq: entry.seq,
        at: words.moment(entry.at),
        who: name(&entry.actor),
        act: told.act(&entry.act),
        record: entry.record.map(|record| told.record(&record)).unwrap_or_default(),
    };
    let entries = found.into_iter().map(entry).collect();
    Ok(Log { entries, next, words })
}
