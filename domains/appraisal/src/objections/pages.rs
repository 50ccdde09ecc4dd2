//! Objections of a cycle: one's own, and all of them for who answers.

use askama::Template;
use kernel::{Cell, FieldError, OrgId, Problem, Say, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use super::record::{self, ObjectionId, State};
use crate::cycles::record::{self as cycles, Cycle, CycleId, State as CycleState};
use crate::participants;
use crate::people::{People, code_of};
use crate::policy::{AnswerObjections, RaiseObjections, ReadPreparation};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Serialize, JsonSchema)]
struct ObjectionLine {
    id: ObjectionId,
    about: String,
    words: String,
    raised: String,
    raised_by: String,
    due: String,
    state: State,
    state_name: String,
    tone: &'static str,
    late: bool,
    answer: String,
    answered: String,
    own: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "objections/list.html")]
pub(super) struct ObjectionList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    objections: Vec<ObjectionLine>,
    may_answer: bool,
    may_raise: bool,
}

impl ObjectionList {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for ObjectionList {
    fn title(&self) -> String {
        self.words.f("appraisal-objections-title", [("year", self.cycle.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "appraisal-objection-about",
            "appraisal-objection-words",
            "appraisal-objection-raised",
            "appraisal-objection-due",
            "appraisal-state",
            "appraisal-objection-answer",
        ];
        let row = |one: &ObjectionLine| {
            [&one.about, &one.words, &one.raised, &one.due, &one.state_name, &one.answer]
                .map(Cell::text)
                .to_vec()
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.objections.iter().map(row).collect(),
        })
    }
}

fn is_up(cycle: &Cycle, today: kernel::Day) -> bool {
    let up = cycle.notice.filter(|_| cycle.state == CycleState::Notice);
    up.is_some_and(|notice| notice.from <= today && today <= notice.until)
}

pub(super) fn list(cx: &mut Reading<'_, RaiseObjections>, input: OfCycle) -> Result<ObjectionList, Problem> {
    let cycle = cycles::find(cx.db, input.id, cx.can::<ReadPreparation>())?;
    let me = cx.principal().map(|who| code_of(who.user)).unwrap_or_default();
    let may_answer = cx.can::<AnswerObjections>();
    let own_only = (!may_answer).then_some(me.as_str());
    let people = People::read(cx.db)?;
    let (words, today) = (cx.words(), cx.today());
    let line = |one: record::Objection| {
        let (key, tone) = one.state.look();
        ObjectionLine {
            id: one.id,
            late: one.late(today),
            about: one.about.clone().unwrap_or_default(),
            raised: words.moment(one.raised),
            raised_by: people.name(&one.raised_by),
            due: words.day(one.due),
            state: one.state,
            state_name: words.t(key),
            tone,
            answered: one.answered.map(|at| words.moment(at)).unwrap_or_default(),
            own: one.raised_by == me,
            words: one.words,
            answer: one.answer,
        }
    };
    let objections = record::of_cycle(cx.db, input.id, own_only)?.into_iter().map(line).collect();
    Ok(ObjectionList { objections, may_answer, may_raise: is_up(&cycle, today), cycle, words })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "objections/form.html")]
pub(super) struct ObjectionPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    organisations: Vec<(String, String)>,
    up: bool,
    org: String,
    text: String,
    errors: Vec<(String, String)>,
}

impl ObjectionPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }
}

impl Page for ObjectionPage {
    fn title(&self) -> String {
        self.words.t("appraisal-objection-raise")
    }
}

fn page(
    c: &mut store::Conn,
    words: Words,
    seen: (CycleId, bool),
    today: kernel::Day,
    typed: (String, String),
    errors: &[FieldError],
) -> Result<ObjectionPage, Problem> {
    let (id, unpublished) = seen;
    let cycle = cycles::find(c, id, unpublished)?;
    let mut organisations = vec![(String::new(), words.t("appraisal-objection-about-all"))];
    organisations
        .extend(participants::of_cycle(c, id)?.into_iter().map(|one| (one.org.to_string(), one.name)));
    let (org, text) = typed;
    Ok(ObjectionPage {
        organisations,
        up: is_up(&cycle, today),
        org,
        text,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn form(cx: &mut Reading<'_, RaiseObjections>, input: OfCycle) -> Result<ObjectionPage, Problem> {
    let seen = (input.id, cx.can::<ReadPreparation>());
    let (words, today) = (cx.words(), cx.today());
    page(cx.db, words, seen, today, Default::default(), &[])
}

/// Longest text in characters.
const LONGEST: usize = 2_000;

/// What somebody objects to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ObjectionForm {
    id: CycleId,
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<OrgId>,
    #[serde(default)]
    words: String,
}

pub(super) fn raise(cx: &mut Writing<'_, RaiseObjections>, input: ObjectionForm) -> Result<Done, Rejection> {
    let text = input.words.trim().to_owned();
    if text.is_empty() || text.chars().count() > LONGEST {
        let say = Say::new("appraisal-objection-length").with("most", LONGEST);
        let errors = vec![FieldError { field: "words".into(), say }];
        let (words, today, said) = (cx.words(), cx.today(), errors.clone());
        let seen = (input.id, cx.can::<ReadPreparation>());
        let typed = (input.org.map(|org| org.to_string()).unwrap_or_default(), input.words);
        let page = cx.read(move |c| page(c, words, seen, today, typed, &said))?;
        return Err(Rejection::form(page, errors));
    }
    let (id, org, unpublished) = (input.id, input.org, cx.can::<ReadPreparation>());
    let due = cx.write(move |tx| {
        cycles::find(tx, id, unpublished)?;
        let about = org.map(|org| participants::find(tx, id, org)).transpose()?.map(|one| one.id);
        Ok(actions::raise(tx, id, about, &text)?.1)
    })?;
    let due = cx.words().day(due);
    Ok(Done::to(format!("/cycles/{id}/objections"))
        .say(Say::new("appraisal-objection-was-raised").with("due", due))
        .created())
}

/// The answer to an objection.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct AnswerForm {
    objection: ObjectionId,
    /// `upheld` or `dismissed`.
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    answer: String,
}

pub(super) fn answer(cx: &mut Writing<'_, AnswerObjections>, input: AnswerForm) -> Result<Done, Rejection> {
    let id = input.objection;
    let state = State::of(&input.outcome);
    if !matches!(state, State::Upheld | State::Dismissed) {
        return Err(Problem::field("outcome", "appraisal-fact-choice").into());
    }
    let text = input.answer.trim().to_owned();
    if text.is_empty() || text.chars().count() > LONGEST {
        let say = Say::new("appraisal-objection-length").with("most", LONGEST);
        return Err(Problem::field("answer", say).into());
    }
    let before = cx.write(move |tx| actions::settle(tx, id, state, &text))?;
    let key = match state {
        State::Upheld => "appraisal-objection-was-upheld",
        _ => "appraisal-objection-was-dismissed",
    };
    Ok(Done::to(format!("/cycles/{}/objections", before.cycle)).say(key))
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct One {
    objection: ObjectionId,
}

pub(super) fn withdraw(cx: &mut Writing<'_, RaiseObjections>, input: One) -> Result<Done, Rejection> {
    let id = input.objection;
    let before = cx.write(move |tx| {
        // Somebody else's objection is none of mine.
        if record::find(tx, id)?.raised_by != tx.actor_code() {
            return Err(Problem::Missing);
        }
        actions::settle(tx, id, State::Withdrawn, "")
    })?;
    Ok(Done::to(format!("/cycles/{}/objections", before.cycle)).say("appraisal-objection-was-withdrawn"))
}
