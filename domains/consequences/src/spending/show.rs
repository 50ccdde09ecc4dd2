//! The page of an entry: its vouchers, its history, confirming and cancelling it.

use askama::Template;
use kernel::{FieldError, Problem, Reach};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Entry, EntryId, State, reference};
use crate::fields::{Faults, reason};
use crate::funds::record::{self as funds, Account};
use crate::history::{self, Line};
use crate::policy::{ConfirmVoucher, ReadFunds, Spend};
use crate::sources::{Sources, reach};
use web::enclosures;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EntryId,
}

/// An entry to be cancelled, and why.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Cancellation {
    id: EntryId,
    #[serde(default)]
    why: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "spending/show.html")]
pub(super) struct EntryShow {
    #[serde(skip)]
    words: Words,
    entry: Entry,
    #[serde(skip)]
    account: Account,
    entered_by: String,
    /// Vouchers by number and name.
    vouchers: Vec<(usize, String)>,
    #[serde(skip)]
    history: Vec<Line>,
    may_confirm: bool,
    may_cancel: bool,
    #[serde(skip)]
    why: String,
    #[serde(skip)]
    faults: Faults,
}

impl EntryShow {
    fn account_name(&self) -> String {
        crate::funds::named(&self.words, &self.account)
    }

    fn at(&self, tail: &str) -> String {
        format!("/spending/{}{tail}", self.entry.id)
    }

    fn org_at(&self) -> String {
        format!("/funds/{}/organisations/{}", self.entry.account, self.entry.org)
    }

    fn state(&self) -> String {
        self.words.t(&format!("fund-entry-{}", self.entry.state.code()))
    }
}

impl Page for EntryShow {
    fn title(&self) -> String {
        self.entry.purpose.clone()
    }
}

/// Who looks at the page, and what they may do there.
struct Viewer {
    words: Words,
    sources: Sources,
    actor: String,
    sees: Reach,
    spends: Reach,
    confirms: bool,
}

fn page(
    c: &mut Conn,
    viewer: Viewer,
    id: EntryId,
    why: String,
    errors: &[FieldError],
) -> Result<EntryShow, Problem> {
    let Viewer { words, sources, actor, sees, spends, confirms } = viewer;
    let entry = record::find(c, id)?;
    sources.must_reach(c, &sees, entry.org)?;
    let spends = sources.must_reach(c, &spends, entry.org).is_ok();
    Ok(EntryShow {
        account: funds::find(c, entry.account)?,
        entered_by: history::name(c, &words, &entry.entered_by)?,
        vouchers: enclosures::listed(c, &reference(id))?,
        history: history::of(c, &words, &reference(id))?,
        may_confirm: confirms && entry.state == State::Entered && entry.entered_by != actor,
        may_cancel: match entry.state {
            State::Entered => spends,
            State::Confirmed => spends && confirms,
            State::Cancelled => false,
        },
        faults: Faults::of(errors, &words),
        entry,
        why,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<EntryShow, Problem> {
    let viewer = Viewer {
        words: cx.words(),
        sources: Sources::of(cx.site())?,
        actor: store::audit::actor_code(cx.permit.actor()),
        sees: cx.permit.reach().clone(),
        spends: reach::<Spend>(cx.principal(), cx.today()),
        confirms: reach::<ConfirmVoucher>(cx.principal(), cx.today()).all,
    };
    page(cx.db, viewer, one.id, String::new(), &[])
}

pub(super) fn confirm(cx: &mut Writing<'_, ConfirmVoucher>, one: One) -> Result<Done, Rejection> {
    let entry = cx.write(move |tx| actions::confirm(tx, one.id))?;
    Ok(Done::to(format!("/spending/{}", one.id)).say("fund-was-confirmed").view(&entry))
}

pub(super) fn cancel(cx: &mut Writing<'_, Spend>, typed: Cancellation) -> Result<Done, Rejection> {
    let (sources, spends) = (Sources::of(cx.site())?, cx.permit.reach().clone());
    let (asking, within, id) = (sources.clone(), spends.clone(), typed.id);
    cx.read(move |c| {
        let entry = record::find(c, id)?;
        asking.must_reach(c, &within, entry.org)
    })?;
    let confirms = reach::<ConfirmVoucher>(cx.principal(), cx.today()).all;
    let cancelled = reason("why", &typed.why)
        .and_then(|reason| cx.write(move |tx| actions::cancel(tx, id, &reason, confirms)));
    match cancelled {
        Ok(entry) => Ok(Done::to(format!("/spending/{id}")).say("fund-was-cancelled").view(&entry)),
        Err(Problem::Invalid(errors)) => {
            let actor = store::audit::actor_code(cx.permit.actor());
            let viewer = Viewer { words: cx.words(), sources, actor, sees: spends.clone(), spends, confirms };
            let (shown, why) = (errors.clone(), typed.why);
            let page = cx.read(move |c| page(c, viewer, id, why, &shown))?;
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
