//! Beginning, saving, keeping and giving up a draft.

use std::collections::BTreeSet;

use kernel::{Problem, Say};
use scoring::{Scheme, SchemeEdit};
use store::Tx;

use super::record::{self, Draft, DraftId, State, reference};
use crate::schemes::actions;
use crate::schemes::editor::typed::fresh;
use crate::schemes::record::{BY_VERSION, SchemeId};

pub(crate) const BEGIN: &str = "INSERT INTO appraisal_scheme_drafts
    (code, version, name, base_scheme_id, state, revision, created_at, created_by, updated_at, updated_by)
    VALUES ($1, $2, $3, $4, 'open', 1, $5, $6, $5, $6) RETURNING id";
pub(crate) const ADD_REVISION: &str = "INSERT INTO appraisal_scheme_draft_revisions
    (draft_id, revision, toml, made_at, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6)";
pub(crate) const MOVE_ON: &str = "UPDATE appraisal_scheme_drafts SET code = $3, version = $4, name = $5,
    revision = revision + 1, updated_at = $6, updated_by = $7
    WHERE id = $1 AND revision = $2 AND state = 'open'";
pub(crate) const SET_STATE: &str = "UPDATE appraisal_scheme_drafts SET state = $2, kept_scheme_id = $3,
    updated_at = $4, updated_by = $5 WHERE id = $1";

/// The sample scheme as it ships: what a draft from nothing begins with.
const BLANK: &str = include_str!("../../../../../samples/scheme.toml");

/// A scheme to begin with: five dimensions at 20/20/20/25/15, three categories, ballots at 100/85/70/50.
///
/// # Errors
/// None in a program that passes its tests.
pub(crate) fn blank(name: &str, code: &str) -> Result<Scheme, Problem> {
    let scheme = Scheme::from_toml(BLANK).map_err(Problem::unexpected)?;
    Ok(Scheme { name: name.to_owned(), code: code.to_owned(), ..scheme })
}

/// Makes codes that are empty or used twice into codes of their own, so that every entry has a form.
pub(crate) fn tidy(mut scheme: Scheme) -> Scheme {
    fn own<'a>(stem: &str, codes: impl Iterator<Item = &'a mut String>) {
        let mut codes: Vec<&mut String> = codes.collect();
        let mut all: Vec<String> = codes.iter().map(|code| code.to_string()).collect();
        let mut seen = BTreeSet::new();
        for code in &mut codes {
            if code.trim().is_empty() || !seen.insert(code.clone()) {
                **code = fresh(stem, &all);
                all.push(code.clone());
                seen.insert(code.clone());
            }
        }
    }
    own("dimension", scheme.dimensions.iter_mut().map(|one| &mut one.code));
    own("indicator", scheme.indicators.iter_mut().map(|one| &mut one.code));
    own("grade", scheme.grades.iter_mut().map(|one| &mut one.code));
    own("guard", scheme.guards.iter_mut().map(|one| &mut one.code));
    own("veto", scheme.vetoes.iter_mut().map(|one| &mut one.code));
    scheme
}

/// Begins a draft. Its version is the one it has if that is free, otherwise the next.
pub(crate) fn begin(
    tx: &mut Tx,
    mut scheme: Scheme,
    base: Option<SchemeId>,
    who: &str,
) -> Result<DraftId, Problem> {
    if base.is_some() || taken(tx, &scheme)? {
        scheme.version = record::next_version(tx, &scheme.code)?;
    }
    let text = scheme.to_toml().map_err(Problem::unexpected)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let args: [&dyn store::ToSql; 6] = [&scheme.code, &scheme.version, &scheme.name, &base, &now, &by];
    let id: DraftId = tx.insert(BEGIN, &args)?;
    tx.run(ADD_REVISION, &[&id, &1_u32, &text, &now, &by, &who])?;
    let after = serde_json::json!({ "code": scheme.code, "version": scheme.version, "name": scheme.name, "base": base });
    tx.note_new(&reference(id), &after)?;
    Ok(id)
}

fn taken(tx: &mut Tx, scheme: &Scheme) -> Result<bool, Problem> {
    Ok(tx.exists(BY_VERSION, &[&scheme.code, &scheme.version])?)
}

/// A draft that may be edited.
///
/// # Errors
/// [`Problem::Refused`] once it is kept or given up.
pub(crate) fn open(draft: &Draft) -> Result<(), Problem> {
    match draft.state {
        State::Open => Ok(()),
        State::Kept => Err(Problem::refused("scheme-draft-was-kept")),
        State::Discarded => Err(Problem::refused("scheme-draft-was-discarded")),
    }
}

/// Makes the next revision out of `after`, if `draft` is still the newest; otherwise `None`, and nothing is written.
pub(crate) fn save(
    tx: &mut Tx,
    draft: &Draft,
    before: &Scheme,
    after: &Scheme,
    text: &str,
    who: &str,
) -> Result<Option<u32>, Problem> {
    let mut version = after.version;
    if after.code != before.code {
        version = record::next_version(tx, &after.code)?;
    }
    let (now, by, revision) = (tx.now(), tx.actor_code(), draft.revision + 1);
    let args: [&dyn store::ToSql; 7] =
        [&draft.id, &draft.revision, &after.code, &version, &after.name, &now, &by];
    if tx.run(MOVE_ON, &args)? == 0 {
        return Ok(None);
    }
    let renumbered = Scheme { version, ..after.clone() };
    let text = if version == after.version {
        text.to_owned()
    } else {
        renumbered.to_toml().map_err(Problem::unexpected)?
    };
    tx.run(ADD_REVISION, &[&draft.id, &revision, &text, &now, &by, &who])?;
    let (was, is) = noted(before, &renumbered);
    tx.note(&reference(draft.id), Some(&was), Some(&is))?;
    Ok(Some(revision))
}

/// The fields that changed, for the trail: what they were and what they are.
fn noted(before: &Scheme, after: &Scheme) -> (serde_json::Value, serde_json::Value) {
    let (mut was, mut is) = (Vec::new(), Vec::new());
    for change in scoring::difference(before, after) {
        let at = serde_json::json!({ "at": change.part, "name": change.name, "item": change.item });
        let with = |field: &str, value: serde_json::Value| {
            let mut one = at.clone();
            if let Some(fields) = one.as_object_mut() {
                fields.insert("field".into(), field.into());
                fields.insert("value".into(), value);
            }
            one
        };
        let value = |value| serde_json::to_value(value).unwrap_or_default();
        match &change.edit {
            SchemeEdit::Added { value: new } => is.push(with("", value(new))),
            SchemeEdit::Removed { value: old } => was.push(with("", value(old))),
            SchemeEdit::Changed { field, before, after } => {
                was.push(with(field, value(before)));
                is.push(with(field, value(after)));
            }
        }
    }
    (was.into(), is.into())
}

/// Keeps the draft as the next version of its scheme, if `draft` is still the newest.
///
/// # Errors
/// [`Problem::Refused`] when it moved on, or is no longer open.
pub(crate) fn keep(tx: &mut Tx, draft: &Draft, scheme: &Scheme) -> Result<SchemeId, Problem> {
    let now = record::find(tx, draft.id)?;
    open(&now)?;
    if now.revision != draft.revision {
        return Err(Problem::refused(Say::new("scheme-draft-moved-on").with("by", &now.updated_by)));
    }
    let mut scheme = scheme.clone();
    if taken(tx, &scheme)? {
        scheme.version = record::next_version(tx, &scheme.code)?;
    }
    let text = scheme.to_toml().map_err(Problem::unexpected)?;
    let kept = actions::keep(tx, &text, &scheme)?;
    set_state(tx, &now, State::Kept, Some(kept))?;
    Ok(kept)
}

/// Gives a draft up, or takes it up again.
///
/// # Errors
/// [`Problem::Refused`] once it is kept.
pub(crate) fn discard(tx: &mut Tx, id: DraftId, state: State) -> Result<Draft, Problem> {
    let draft = record::find(tx, id)?;
    if draft.state == State::Kept {
        return Err(Problem::refused("scheme-draft-was-kept"));
    }
    set_state(tx, &draft, state, None)?;
    Ok(draft)
}

fn set_state(tx: &mut Tx, draft: &Draft, state: State, kept: Option<SchemeId>) -> Result<(), Problem> {
    let (at, by) = (tx.now(), tx.actor_code());
    tx.run(SET_STATE, &[&draft.id, &state.code(), &kept, &at, &by])?;
    let told =
        |state: State, kept: Option<SchemeId>| serde_json::json!({ "state": state.code(), "kept": kept });
    tx.note(&reference(draft.id), Some(&told(draft.state, draft.kept)), Some(&told(state, kept)))?;
    Ok(())
}
