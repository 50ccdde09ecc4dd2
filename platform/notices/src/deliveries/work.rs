//! The job that sends one message.

use kernel::Problem;
use serde::Serialize;
use store::Db;

use super::sending::{self, Claimed};
use crate::failed::Failed;
use crate::hooks::{Call, rules};
use crate::inbox::Kept;
use crate::mail;
use crate::preferences::secret_of;
use crate::services::Services;

/// Claims, sends, marks. Nothing of the database is held while sending.
pub(super) fn deliver(db: &Db, services: &Services, id: i64) -> Result<(), Problem> {
    let Some(claimed) = sending::claim(db, id)? else { return Ok(()) };
    let outcome = if claimed.by_mail { by_mail(services, &claimed) } else { by_hook(services, &claimed) };
    sending::mark(db, &claimed, outcome)
}

fn broken(problem: Problem) -> Failed {
    Failed::Never(problem.to_string())
}

fn by_mail(services: &Services, claimed: &Claimed) -> Result<(), Failed> {
    let post = services.post.as_ref().ok_or_else(|| Failed::Later("no mail server is set".into()))?;
    let number = format!("digest.{}.{}", claimed.id, claimed.created.0);
    let wishes = &claimed.wishes;
    let letter =
        mail::digest_letter(services, wishes.lang, &wishes.address, number, claimed.at, &claimed.notices)
            .map_err(broken)?;
    post.send(&letter)
}

/// What a webhook is told.
#[derive(Serialize)]
struct Told<'a> {
    title: String,
    href: String,
    /// Last day on which it is in time, as `2015-12-02`.
    due: Option<kernel::Day>,
    /// Seconds since 1970-01-01T00:00:00 UTC.
    at: i64,
    lang: &'a str,
}

fn by_hook(services: &Services, claimed: &Claimed) -> Result<(), Failed> {
    let caller = services.caller.as_ref().ok_or_else(|| Failed::Later("webhooks are off".into()))?;
    let notice: &Kept = claimed.notices.first().ok_or_else(|| Failed::Never("nothing to tell".into()))?;
    let wishes = &claimed.wishes;
    let words = services.words(wishes.lang).map_err(broken)?;
    let told = Told {
        title: words.kept(&notice.key, &notice.args),
        href: services.address(&notice.href),
        due: notice.due,
        at: notice.created.0,
        lang: wishes.lang.tag(),
    };
    let body = serde_json::to_vec(&told).map_err(|error| Failed::Never(error.to_string()))?;
    let secret = secret_of(services, claimed.user, wishes).map_err(broken)?;
    let signature =
        rules::signature(&secret, &body).ok_or_else(|| Failed::Never("the secret cannot sign".into()))?;
    let call = Call { address: wishes.hook.clone(), number: claimed.id, at: claimed.at, body, signature };
    caller.call(&call)
}
