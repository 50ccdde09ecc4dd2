//! The page that shows an edit which was not brought in: what the other one changed, what I typed, and both ways on.

use askama::Template;
use kernel::{FieldError, Say};
use schemars::JsonSchema;
use scoring::{Scheme, SchemePart};
use serde::Serialize;
use web::{Page, Rejection, Words};

use super::record::{DraftId, Revision, State};
use super::save::Clash;
use crate::schemes::editor::typed::Pairs;
use crate::schemes::sentences::{Sentence, between, sentence};

/// What one other person changed.
#[derive(Serialize, JsonSchema)]
pub(super) struct Theirs {
    by: String,
    at: String,
    changes: Vec<Sentence>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/clash.html")]
pub(super) struct ClashPage {
    #[serde(skip)]
    words: Words,
    id: DraftId,
    name: String,
    /// Why it is closed; empty while it is open.
    closed: String,
    theirs: Vec<Theirs>,
    mine: Vec<Sentence>,
    /// What the draft would change by with mine on top.
    on_top: Vec<Sentence>,
    /// Where the form was sent.
    action: String,
    /// What was sent.
    #[serde(skip)]
    sent: Vec<(String, String)>,
    revision: u32,
}

impl ClashPage {
    fn at(&self) -> String {
        format!("/schemes/drafts/{}", self.id)
    }
}

impl Page for ClashPage {
    fn title(&self) -> String {
        self.words.t("scheme-clash")
    }
}

/// The page and the error for programs.
pub(super) fn refused(
    words: Words,
    clash: &Clash,
    action: String,
    typed: &Pairs,
    revision: u32,
) -> Rejection {
    let closed = match clash.draft.state {
        State::Open => "",
        State::Kept => "scheme-draft-was-kept",
        State::Discarded => "scheme-draft-was-discarded",
    };
    let mut sent: Vec<(String, String)> = vec![("revision".into(), revision.to_string())];
    sent.extend(typed.iter().filter(|(name, _)| *name != "over").map(|(n, v)| (n.clone(), v.clone())));
    let page = ClashPage {
        id: clash.draft.id,
        name: clash.draft.name.clone(),
        closed: if closed.is_empty() { String::new() } else { words.t(closed) },
        theirs: theirs(clash, &words),
        mine: between(&clash.base, &clash.mine, &words),
        on_top: between(&clash.now, &clash.on_top, &words),
        action,
        sent,
        revision: clash.draft.revision,
        words,
    };
    let say = if closed.is_empty() {
        Say::new("scheme-clash-said").with("by", &clash.draft.updated_by)
    } else {
        Say::new(if clash.draft.state == State::Kept {
            "scheme-draft-was-kept"
        } else {
            "scheme-draft-was-discarded"
        })
    };
    Rejection::form(page, vec![FieldError { field: "revision".into(), say }])
}

/// Revision by revision, what was changed about the parts in question.
fn theirs(clash: &Clash, words: &Words) -> Vec<Theirs> {
    let schemes: Vec<Option<Scheme>> =
        clash.since.iter().map(|revision| Scheme::draft_from_toml(&revision.toml).ok()).collect();
    let steps = schemes.iter().zip(schemes.iter().skip(1)).zip(clash.since.iter().skip(1));
    let told = steps.filter_map(|((before, after), revision)| {
        Some(step(before.as_ref()?, after.as_ref()?, revision, &clash.parts, words))
    });
    told.filter(|theirs| !theirs.changes.is_empty()).collect()
}

fn step(before: &Scheme, after: &Scheme, revision: &Revision, parts: &[SchemePart], words: &Words) -> Theirs {
    let changes = scoring::difference(before, after);
    let about = |change: &&scoring::SchemeChange| parts.is_empty() || parts.contains(&change.part);
    Theirs {
        by: revision.by.clone(),
        at: words.moment(revision.at),
        changes: changes
            .iter()
            .filter(about)
            .map(|change| sentence(change, (before, after), words))
            .collect(),
    }
}
