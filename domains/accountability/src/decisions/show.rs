//! The page of a decision: who, until when, what came of it.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::history::{self, Line};
use web::links::{self, LinksView};
use web::{Done, Page, Reading, Rejection, Visitor, Words, Writing};

use super::record::{self, Decision, DecisionId, State, reference};
use super::{actions, responsible, state_word};
use crate::meetings::record::{self as meetings, Meeting};
use crate::policy::{KeepGroups, ReadGroups};
use crate::viewer::may;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: DecisionId,
}

/// What came of a decision, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the decision; from the address.
    id: i64,
    /// The day on which it was carried out; empty when it is not after all.
    on: String,
    outcome: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "decisions/show.html")]
pub(super) struct DecisionShow {
    #[serde(skip)]
    words: Words,
    decision: Decision,
    state: State,
    meeting: Meeting,
    /// Records that it is tied to.
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    may_keep: bool,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl DecisionShow {
    fn at(&self, tail: &str) -> String {
        format!("/decisions/{}{tail}", self.decision.id)
    }

    fn meeting_at(&self) -> String {
        format!("/group-meetings/{}", self.meeting.id)
    }

    fn state_word(&self) -> String {
        state_word(&self.words, self.state)
    }

    fn responsible(&self) -> String {
        responsible(&self.words, &self.decision)
    }

    fn due(&self) -> String {
        self.decision.due.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("decision-no-due"))
    }

    fn done_on(&self) -> String {
        self.decision.done_on.map(|day| self.words.day(day)).unwrap_or_default()
    }
}

impl Page for DecisionShow {
    fn title(&self) -> String {
        self.decision.content.clone()
    }
}

fn page(
    c: &mut Conn,
    visitor: &Visitor,
    id: DecisionId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<DecisionShow, Problem> {
    let decision = record::find(c, id)?;
    Ok(DecisionShow {
        state: decision.state(visitor.today),
        meeting: meetings::find(c, decision.meeting)?,
        links: None,
        history: history::of(c, &visitor.words, "accountability", &reference(id))?,
        may_keep: may::<KeepGroups>(visitor, None, ""),
        faults: Faults::of(errors, &visitor.words),
        words: visitor.words.clone(),
        decision,
        typed,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadGroups>, one: One) -> Result<DecisionShow, Problem> {
    let visitor = cx.visitor()?;
    let decision = record::find(cx.db, one.id)?;
    let on = decision.done_on.unwrap_or(cx.today()).to_string();
    let typed = Typed { id: one.id.0, on, outcome: decision.outcome };
    let mut page = page(cx.db, &visitor, one.id, typed, &[])?;
    page.links = Some(links::view(cx, &reference(one.id))?);
    Ok(page)
}

pub(super) fn finish(cx: &mut Writing<'_, KeepGroups>, typed: Typed) -> Result<Done, Rejection> {
    let id = DecisionId(typed.id);
    cx.read(move |c| record::find(c, id))?;
    let mut fields = Fields::default();
    let on = fields.optional_day("on", &typed.on);
    let outcome = fields.required("outcome", &typed.outcome, 500);
    match fields.done(()).and_then(|()| cx.write(move |tx| actions::finish(tx, id, on, &outcome))) {
        Ok(after) => Ok(Done::to(format!("/decisions/{id}")).say("decision-was-noted").view(&after)),
        Err(problem) => {
            let errors = errors_of(problem, "outcome")?;
            let (visitor, shown) = (cx.visitor()?, errors.clone());
            let page = cx.read(move |c| page(c, &visitor, id, typed, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
