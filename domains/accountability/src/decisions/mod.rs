//! Decisions of meetings (议定事项): what, who, until when, and what came of it.

pub(crate) mod actions;
mod form;
mod list;
pub(crate) mod record;
mod show;

use web::{Routes, Words};

use crate::policy::{KeepGroups, ReadGroups};
use record::{Decision, State};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/decisions", ReadGroups, list::list)
        .get("/group-meetings/{id}/decisions/new", KeepGroups, form::new)
        .sample("/group-meetings/1/decisions/new")
        .post("/group-meetings/{id}/decisions", KeepGroups, form::create)
        .sample("/group-meetings/1/decisions")
        .get("/decisions/{id}", ReadGroups, show::show)
        .sample("/decisions/1")
        .get("/decisions/{id}/edit", KeepGroups, form::edit)
        .sample("/decisions/1/edit")
        .post("/decisions/{id}", KeepGroups, form::correct)
        .sample("/decisions/1")
        .post("/decisions/{id}/completion", KeepGroups, show::finish)
        .sample("/decisions/1/completion")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::FIND, record::OF_MEETING, record::OPEN, actions::CREATE, actions::CORRECT, actions::FINISH]
}

/// The word for a state.
pub(crate) fn state_word(words: &Words, state: State) -> String {
    words.t(&format!("decision-state-{}", state.code()))
}

/// Who carries it out: the body, the person, or both.
pub(crate) fn responsible(words: &Words, decision: &Decision) -> String {
    let both = [decision.org_name.as_str(), decision.person.as_str()];
    let named: Vec<&str> = both.into_iter().filter(|name| !name.is_empty()).collect();
    named.join(&words.t("accountability-comma"))
}
