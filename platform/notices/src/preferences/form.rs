//! Choosing, confirming an address, and ending the digest.

use std::sync::Arc;

use kernel::{FieldError, Problem, SignedIn, UserId, names};
use schemars::JsonSchema;
use serde::Deserialize;
use web::form::{Fields, errors_of};
use web::{Done, Lang, Reading, Rejection, Writing};

use super::actions::{self, Guess, Wishes};
use super::rules::is_address;
use super::view::{Known, PreferencesPage, Typed};
use crate::deliveries::rules::Rhythm;
use crate::mail::code_letter;
use crate::services::Services;

pub(super) const HERE: &str = "/notices/preferences";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// How to be told, as chosen.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Chosen {
    /// `zh-CN` or `en`: in which language messages are written.
    lang: String,
    /// `none`, `daily` or `weekly`.
    digest: String,
    /// Hour of the day, from 0 to 23.
    hour: String,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct NewAddress {
    /// The address to be confirmed.
    address: String,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Code {
    /// The six digits that were mailed.
    code: String,
}

pub(super) fn show(
    cx: &mut Reading<'_, SignedIn>,
    services: &Services,
    _: Nothing,
) -> Result<PreferencesPage, Problem> {
    let (user, words, now) = (me(cx.principal())?, cx.words(), cx.now());
    let known = Known::of(cx.db, user, &words)?;
    let typed = Typed::of(&known.wishes);
    Ok(PreferencesPage::new(words, services, &known, typed, &[], now))
}

/// Preferences are the holder's own, whomever they act for.
pub(super) fn me(who: Option<&kernel::Principal>) -> Result<UserId, Problem> {
    Ok(who.ok_or(Problem::SignInNeeded)?.user)
}

/// The page again, with what was typed and what is wrong with it.
pub(super) fn again(
    cx: &Writing<'_, SignedIn>,
    services: &Services,
    errors: Vec<FieldError>,
    put: impl FnOnce(&mut Typed),
) -> Rejection {
    let (words, now) = (cx.words(), cx.now());
    let said = words.clone();
    let found = me(cx.principal()).and_then(|user| cx.read(move |c| Known::of(c, user, &said)));
    let known = match found {
        Ok(known) => known,
        Err(problem) => return problem.into(),
    };
    let mut typed = Typed::of(&known.wishes);
    put(&mut typed);
    let page = PreferencesPage::new(words, services, &known, typed, &errors, now);
    Rejection::form(page, errors)
}

pub(super) fn save(
    cx: &mut Writing<'_, SignedIn>,
    services: &Arc<Services>,
    form: Chosen,
) -> Result<Done, Rejection> {
    let user = me(cx.principal())?;
    let mut fields = Fields::default();
    let lang = fields.choice("lang", Lang::ALL.into_iter().find(|lang| lang.tag() == form.lang));
    let digest = fields.choice("digest", Rhythm::from_code(&form.digest));
    let hour = i64::from(fields.number("hour", &form.hour, 0, 23));
    if services.post.is_none() && digest.is_some_and(|digest| digest != Rhythm::None) {
        fields.wrong("digest", "notices-mail-off");
    }
    let chosen = fields.done(()).and_then(|()| match (lang, digest) {
        (Some(lang), Some(digest)) => {
            cx.write(move |tx| actions::choose(tx, user, Wishes { lang, digest, hour }))
        }
        _ => Err(Problem::field("digest", "field-choice")),
    });
    match chosen {
        Ok(after) => Ok(Done::to(HERE).say("notices-preferences-saved").view(&after)),
        Err(problem) => {
            let errors = errors_of(problem, "digest")?;
            Err(again(cx, services, errors, |typed| {
                (typed.lang, typed.digest, typed.hour) = (form.lang, form.digest, form.hour);
            }))
        }
    }
}

/// Six digits nobody can foresee.
fn new_code(services: &Services) -> String {
    let mut bytes = [0u8; 8];
    services.chance.fill(&mut bytes);
    format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000)
}

/// Mails a code to an address. It is remembered first, so that a code that arrives is always one that is expected.
pub(super) fn address(
    cx: &mut Writing<'_, SignedIn>,
    services: &Arc<Services>,
    form: NewAddress,
) -> Result<Done, Rejection> {
    let (user, words, now) = (me(cx.principal())?, cx.words(), cx.now());
    let address = form.address.trim().to_owned();
    let sent = match (&services.post, is_address(&address)) {
        (None, _) => Err(Problem::field("address", "notices-mail-off")),
        (_, false) => Err(Problem::field("address", "notices-address-wrong")),
        (Some(post), true) => {
            let (code, lang) = (new_code(services), words.lang());
            let number = format!("code.{user}.{}", now.0);
            let letter = code_letter(services, &words, &address, number, now, &code)?;
            let (with, to) = (Arc::clone(services), address.clone());
            cx.write(move |tx| actions::expect_code(tx, &with, user, lang, &to, &code)).and_then(|()| {
                post.send(&letter).map_err(|failed| {
                    tracing::warn!(reason = failed.reason(), "a code could not be mailed");
                    Problem::field("address", "notices-code-not-sent")
                })
            })
        }
    };
    match sent {
        Ok(()) => {
            Ok(Done::to(HERE).say("notices-code-mailed").view(&serde_json::json!({ "pending": address })))
        }
        Err(problem) => {
            let errors = errors_of(problem, "address")?;
            Err(again(cx, services, errors, |typed| typed.address = form.address))
        }
    }
}

pub(super) fn confirm(
    cx: &mut Writing<'_, SignedIn>,
    services: &Arc<Services>,
    form: Code,
) -> Result<Done, Rejection> {
    let (user, lang, with) = (me(cx.principal())?, cx.words().lang(), Arc::clone(services));
    let code = names::fold(&form.code);
    let guess = cx.write(move |tx| actions::confirm(tx, &with, user, lang, &code))?;
    let wrong = |key: &'static str| vec![FieldError { field: "code".into(), say: key.into() }];
    match guess {
        Guess::Right => Ok(Done::to(HERE)
            .say("notices-address-confirmed")
            .view(&serde_json::json!({ "confirmed": true }))),
        Guess::Wrong => Err(again(cx, services, wrong("notices-code-wrong"), |typed| typed.code = form.code)),
        // The field is gone when no code is expected; the fault stands at the address then.
        Guess::Over => {
            let errors = vec![FieldError { field: "address".into(), say: "notices-code-over".into() }];
            Err(again(cx, services, errors, |typed| typed.code = form.code))
        }
    }
}

pub(super) fn unsubscribe(cx: &mut Writing<'_, SignedIn>, _: Nothing) -> Result<Done, Rejection> {
    let (user, lang) = (me(cx.principal())?, cx.words().lang());
    cx.write(move |tx| actions::unsubscribe(tx, user, lang))?;
    Ok(Done::to(HERE).say("notices-digest-ended").view(&serde_json::json!({ "digest": "none" })))
}
