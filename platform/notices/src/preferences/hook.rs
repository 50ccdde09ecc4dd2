//! Setting a webhook; its secret is shown once.

use std::sync::Arc;

use kernel::{Problem, SignedIn};
use schemars::JsonSchema;
use serde::Deserialize;
use web::form::errors_of;
use web::{Done, Rejection, Writing};

use super::actions;
use super::form::{HERE, Nothing, again, me};
use super::record::owner;
use super::view::Secret;
use crate::services::Services;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct NewHook {
    /// Where notices are posted.
    webhook: String,
}

pub(super) fn set(
    cx: &mut Writing<'_, SignedIn>,
    services: &Arc<Services>,
    form: NewHook,
) -> Result<Done, Rejection> {
    let (user, lang) = (me(cx.principal())?, cx.words().lang());
    let hook = form.webhook.trim().to_owned();
    let allowed = match &services.caller {
        None => Err(Problem::field("webhook", "notices-webhooks-off")),
        Some(caller) if caller.permits(&hook) => Ok(()),
        Some(_) => Err(Problem::field("webhook", "notices-webhook-not-allowed")),
    };
    if let Err(problem) = allowed {
        let errors = errors_of(problem, "webhook")?;
        return Err(again(cx, services, errors, |typed| typed.hook = form.webhook));
    }
    let secret = services.chance.token();
    let sealed = services.sealing.seal(secret.as_bytes(), &owner(user), services.chance.as_ref())?;
    let kept = hook.clone();
    cx.write(move |tx| actions::set_hook(tx, user, lang, &kept, Some(sealed)))?;
    let shown = Secret { words: cx.words(), webhook: hook, secret };
    Ok(Done::to(HERE).say("notices-webhook-set").view(&shown).created().show(shown)?)
}

pub(super) fn remove(cx: &mut Writing<'_, SignedIn>, _: Nothing) -> Result<Done, Rejection> {
    let (user, lang) = (me(cx.principal())?, cx.words().lang());
    cx.write(move |tx| actions::set_hook(tx, user, lang, "", None))?;
    Ok(Done::to(HERE).say("notices-webhook-removed").view(&serde_json::json!({ "webhook": "" })))
}
