//! The page of a reminder: what it says, and the answer.

use askama::Template;
use kernel::{Act, FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::list::seen;
use super::record::{self, Reminder, ReminderId, reference};
use crate::history::{self, Line};
use crate::policy::{ReadMeasures, WorkOnMeasures};
use crate::reminders::actions;
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    pub id: ReminderId,
}

/// An answer as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the reminder; from the address.
    id: i64,
    answer: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reminders/show.html")]
pub(super) struct ReminderShow {
    #[serde(skip)]
    words: Words,
    reminder: Reminder,
    issued_by: String,
    answered_by: String,
    overdue: bool,
    may_answer: bool,
    #[serde(skip)]
    history: Vec<Line>,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl ReminderShow {
    fn at(&self, tail: &str) -> String {
        format!("/reminders/{}{tail}", self.reminder.id)
    }

    fn at_plan(&self) -> String {
        format!("/plans/{}", self.reminder.plan)
    }

    fn state(&self) -> String {
        self.words.t(match (self.reminder.answered_on, self.overdue) {
            (Some(_), _) => "reminder-state-answered",
            (None, true) => "reminder-state-overdue",
            (None, false) => "reminder-state-open",
        })
    }

    fn tone(&self) -> &'static str {
        match (self.reminder.answered_on, self.overdue) {
            (Some(_), _) => "done",
            (None, true) => "bad",
            (None, false) => "warn",
        }
    }

    /// Why an answer was not taken, where the form is no longer on the page.
    fn refusal(&self) -> String {
        if self.may_answer { String::new() } else { self.faults.at("answer").to_owned() }
    }

    fn percent(&self, item: &super::rules::Item) -> String {
        format!("{}%", item.percent)
    }
}

impl Page for ReminderShow {
    fn title(&self) -> String {
        self.reminder.named(&self.words)
    }
}

/// A reminder, if somebody may see it.
pub(super) fn one(c: &mut Conn, sight: &Sight, id: ReminderId) -> Result<Reminder, Problem> {
    let found = record::find(c, id)?;
    seen(c, sight, vec![found])?.pop().ok_or(Problem::Missing)
}

fn page(
    c: &mut Conn,
    sight: &Sight,
    id: ReminderId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<ReminderShow, Problem> {
    let reminder = one(c, sight, id)?;
    let works = !sight.working_for(c, &[reminder.org])?.is_empty();
    let by = |c: &mut Conn, actor: &str| history::name(c, &sight.words, actor);
    Ok(ReminderShow {
        issued_by: by(c, &reminder.issued_by)?,
        answered_by: match &reminder.answered_by {
            Some(actor) => by(c, actor)?,
            None => String::new(),
        },
        overdue: reminder.is_overdue(sight.today),
        may_answer: works && reminder.answered_on.is_none(),
        history: history::of(c, &sight.words, &reference(id))?,
        faults: Faults::of(errors, &sight.words),
        words: sight.words.clone(),
        reminder,
        typed,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadMeasures>, asked: One) -> Result<ReminderShow, Problem> {
    let sight = Sight::reading(cx)?;
    page(cx.db, &sight, asked.id, Typed::default(), &[])
}

pub(super) fn answer(cx: &mut Writing<'_, WorkOnMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = (ReminderId(typed.id), Sight::writing(cx)?);
    let asking = sight.clone();
    cx.read(move |c| {
        let reminder = one(c, &asking, id)?;
        match asking.working_for(c, &[reminder.org])?.is_empty() {
            true => Err(Problem::Forbidden { act: WorkOnMeasures::NAME }),
            false => Ok(()),
        }
    })?;
    let mut fields = Fields::default();
    let text = fields.required("answer", &typed.answer, 1_000);
    let answered = fields.done(text).and_then(|text| cx.write(move |tx| actions::answer(tx, id, &text)));
    match answered {
        Ok(after) => Ok(Done::to(format!("/reminders/{id}")).say("reminder-was-answered").view(&after)),
        Err(problem) => {
            let errors = errors_of(problem, "answer")?;
            let shown = errors.clone();
            let page = cx.read(move |c| page(c, &sight, id, typed, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
