//! Writes: wishes, the confirmation of an address, the webhook. What is noted in the audit trail holds no code and no secret.

use kernel::{Moment, Problem, UserId};
use serde_json::json;
use store::Tx;
use web::{Lang, history};

use super::record::{self, Preferences};
use super::rules::{CODE_HOLDS, GUESSES, may_send_code};
use crate::deliveries::planning;
use crate::deliveries::rules::Rhythm;
use crate::services::Services;

/// What is chosen in the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wishes {
    pub(super) lang: Lang,
    pub(super) digest: Rhythm,
    pub(super) hour: i64,
}

fn note(tx: &mut Tx, user: UserId, did: &'static str, after: &Preferences) -> Result<(), Problem> {
    let after = json!({
        "digest": after.digest, "hour": after.hour, "address": after.address,
        "webhook": !after.hook.is_empty(),
    });
    history::note(tx, &record::reference(user), did, "", None::<&()>, &after)
}

/// Keeps how an account wants to be told.
///
/// # Errors
/// [`Problem::Invalid`] when a digest is wanted and no address is confirmed.
pub(super) fn choose(tx: &mut Tx, user: UserId, wishes: Wishes) -> Result<Preferences, Problem> {
    let before = record::of_reader(tx, user, wishes.lang)?;
    if wishes.digest != Rhythm::None && before.address.is_empty() {
        return Err(Problem::field("digest", "notices-digest-no-address"));
    }
    let after = Preferences { lang: wishes.lang, digest: wishes.digest, hour: wishes.hour, ..before };
    record::keep(tx, user, &after)?;
    planning::replan(tx, user, &after)?;
    note(tx, user, "preferences-chosen", &after)?;
    Ok(after)
}

/// Ends the digest.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(super) fn unsubscribe(tx: &mut Tx, user: UserId, lang: Lang) -> Result<(), Problem> {
    let after = Preferences { digest: Rhythm::None, ..record::of_reader(tx, user, lang)? };
    record::keep(tx, user, &after)?;
    planning::replan(tx, user, &after)?;
    note(tx, user, "digest-ended", &after)
}

/// For which account and address a code is sealed.
fn code_owner(user: UserId, address: &str) -> String {
    format!("address:{user}:{address}")
}

/// Remembers that this address is to be confirmed by this code.
///
/// # Errors
/// [`Problem::Invalid`] when codes were asked for too often.
pub(super) fn expect_code(
    tx: &mut Tx,
    services: &Services,
    user: UserId,
    lang: Lang,
    address: &str,
    code: &str,
) -> Result<(), Problem> {
    let (now, before) = (tx.now(), record::of_reader(tx, user, lang)?);
    may_send_code(before.code_sent, before.codes_day, before.codes, now)?;
    let sealed =
        services.sealing.seal(code.as_bytes(), &code_owner(user, address), services.chance.as_ref())?;
    let codes = if before.codes_day == now.day() { before.codes + 1 } else { 1 };
    let after = Preferences {
        pending: address.to_owned(),
        code: Some(sealed),
        code_until: now.plus(CODE_HOLDS),
        code_tries: 0,
        codes_day: now.day(),
        codes,
        code_sent: now,
        ..before
    };
    record::keep(tx, user, &after)?;
    note(tx, user, "address-entered", &after)
}

/// What became of a code that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    Right,
    Wrong,
    /// Too late, too often, or no code is expected.
    Over,
}

/// Confirms the address that waits, if the code is right. A wrong guess is counted, so it is not an error: it must be kept.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(super) fn confirm(
    tx: &mut Tx,
    services: &Services,
    user: UserId,
    lang: Lang,
    typed: &str,
) -> Result<Guess, Problem> {
    let (now, before) = (tx.now(), record::of_reader(tx, user, lang)?);
    let expected = before.code.clone().filter(|_| now <= before.code_until && before.code_tries < GUESSES);
    let Some(sealed) = expected else { return Ok(Guess::Over) };
    let code = services.sealing.open(&sealed, &code_owner(user, &before.pending))?;
    if code != typed.as_bytes() {
        let after = Preferences { code_tries: before.code_tries + 1, ..before };
        record::keep(tx, user, &after)?;
        note(tx, user, "code-wrong", &after)?;
        return Ok(Guess::Wrong);
    }
    let after = Preferences {
        address: before.pending.clone(),
        pending: String::new(),
        code: None,
        code_until: Moment(0),
        code_tries: 0,
        ..before
    };
    record::keep(tx, user, &after)?;
    note(tx, user, "address-confirmed", &after)?;
    Ok(Guess::Right)
}

/// Sets where notices are posted, and by which sealed secret they are signed.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(super) fn set_hook(
    tx: &mut Tx,
    user: UserId,
    lang: Lang,
    hook: &str,
    secret: Option<Vec<u8>>,
) -> Result<(), Problem> {
    let after = Preferences { hook: hook.to_owned(), secret, ..record::of_reader(tx, user, lang)? };
    record::keep(tx, user, &after)?;
    planning::replan(tx, user, &after)?;
    note(tx, user, if hook.is_empty() { "webhook-removed" } else { "webhook-set" }, &after)
}
