//! Saving an edit that was made from a revision which may no longer be the newest.

use kernel::{FieldError, Problem, Say};
use scoring::{Scheme, SchemePart};
use web::Writing;

use super::actions;
use super::merge::{merge, mine_on_top};
use super::record::{self, Draft, DraftId, Revision, State};
use crate::policy::PrepareCycle;

/// How often an edit is tried again while others save.
const ATTEMPTS: usize = 8;

/// What an edit makes of the scheme it was made from.
pub(super) type Edit<'a> = dyn Fn(&Scheme) -> Result<Scheme, Vec<FieldError>> + 'a;

/// From which revision an edit was made, and how it is to be brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct From {
    pub revision: u32,
    /// The revision on top of which it goes whatever has changed: the one that was shown when it was refused.
    pub over: Option<u32>,
}

impl From {
    /// As a form sends it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] without the number of a revision.
    pub fn read(revision: &str, over: &str) -> Result<Self, Problem> {
        let revision = revision.trim().parse();
        let revision = revision.map_err(|_| Problem::field("revision", "scheme-wrong-revision"))?;
        Ok(Self { revision, over: over.trim().parse().ok() })
    }
}

/// What came of an edit.
pub(super) enum Saved {
    /// It stands in the draft.
    Done(Box<Standing>),
    /// Fields are wrong. Here is the scheme the form was made from.
    Wrong { base: Box<Scheme>, errors: Vec<FieldError> },
    /// Somebody else changed the same, or the draft is closed.
    Clash(Box<Clash>),
}

/// An edit that was brought in.
pub(super) struct Standing {
    /// The draft as it was found.
    pub draft: Draft,
    pub before: Scheme,
    pub after: Scheme,
    /// Whose changes it was brought together with.
    pub merged: Option<String>,
}

/// An edit that was not brought in, with all that is needed to decide.
pub(super) struct Clash {
    pub draft: Draft,
    /// The scheme from which the edit was made, as it stands now, and as the edit has it.
    pub base: Scheme,
    pub now: Scheme,
    pub mine: Scheme,
    /// The draft with the edit on top.
    pub on_top: Scheme,
    /// What both changed; nothing when the draft is closed.
    pub parts: Vec<SchemePart>,
    /// Revisions since, that of the base first.
    pub since: Vec<Revision>,
}

/// Brings an edit into the draft.
///
/// # Errors
/// [`Problem::Missing`] when there is no such draft or revision, [`Problem::Refused`] when others keep saving.
pub(super) fn save(
    cx: &Writing<'_, PrepareCycle>,
    id: DraftId,
    from: From,
    edit: &Edit<'_>,
) -> Result<Saved, Problem> {
    let who = cx.principal().map(|who| who.name.clone()).unwrap_or_default();
    for _ in 0..ATTEMPTS {
        let (draft, base, now) = cx.read(move |c| {
            let (draft, now) = record::read(c, id)?;
            let base = record::rules(c, id, from.revision)?.ok_or(Problem::Missing)?;
            Ok((draft, base, now))
        })?;
        let mine = match edit(&base) {
            Ok(mine) => mine,
            Err(errors) => return Ok(Saved::Wrong { base: Box::new(base), errors }),
        };
        let on_top = mine_on_top(&base, &now, &mine);
        let merged = match merge(&base, &now, &mine) {
            _ if draft.state != State::Open => Err(Vec::new()),
            Err(_) if from.over == Some(draft.revision) => Ok(on_top.clone()),
            merged => merged,
        };
        let after = match merged {
            Ok(after) => after,
            Err(parts) => {
                let since = cx.read(move |c| Ok(record::revisions(c, id, from.revision)?))?;
                return Ok(Saved::Clash(Box::new(Clash { draft, base, now, mine, on_top, parts, since })));
            }
        };
        let merged = (draft.revision != from.revision).then(|| draft.updated_by.clone());
        if after == now {
            return Ok(Saved::Done(Box::new(Standing { draft, before: now, after, merged })));
        }
        let text = after.to_toml().map_err(Problem::unexpected)?;
        let args = (draft.clone(), now.clone(), after.clone(), who.clone());
        let saved = cx.write(move |tx| {
            let (draft, now, after, who) = args;
            actions::save(tx, &draft, &now, &after, &text, &who)
        })?;
        if saved.is_some() {
            return Ok(Saved::Done(Box::new(Standing { draft, before: now, after, merged })));
        }
    }
    Err(Problem::refused(Say::new("scheme-draft-busy")))
}
