//! Where a cycle stands, what is still missing, and moving it on.

use askama::Template;
use kernel::{Day, FieldError, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, reference};
use super::computing;
use super::missing::{self, Missing};
use super::record::{self, Cycle, CycleId, State};
use crate::policy::{PrepareCycle, PublishCycle, ReadPreparation};
use crate::schemes;
use crate::versions::actions as versions;

pub(crate) const SET_DUE: &str =
    "UPDATE appraisal_cycles SET self_due = $2, review_due = $3, mass_due = $4 WHERE id = $1";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

/// One state of the year on the page.
#[derive(Serialize, JsonSchema)]
struct Stage {
    name: String,
    state: State,
    /// `done`, `now` or `ahead`.
    place: &'static str,
    due: String,
    /// Where its work is done.
    href: String,
    overdue: bool,
}

/// What is missing, in words.
#[derive(Serialize, JsonSchema)]
struct MissingLine {
    text: String,
    href: String,
    blocks: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "cycles/progress.html")]
pub(super) struct ProgressPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    stages: Vec<Stage>,
    missing: Vec<MissingLine>,
    /// The state it can be moved on to from here.
    next: Option<State>,
    next_name: String,
    /// Earlier states it can be taken back to.
    back: Vec<(String, String)>,
    may_prepare: bool,
    may_publish: bool,
}

impl ProgressPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn blocked(&self) -> bool {
        self.missing.iter().any(|one| one.blocks)
    }

    fn is(&self, state: &str) -> bool {
        self.cycle.state.code() == state
    }

    fn day(&self, day: &Option<Day>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }
}

impl Page for ProgressPage {
    fn title(&self) -> String {
        self.words.f("appraisal-progress-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<ProgressPage, Problem> {
    let cycle = record::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let missing = missing::of(cx.db, &cycle, &scheme)?;
    let (words, today) = (cx.words(), cx.today());
    let line = |one: Missing| MissingLine { text: words.say(&one.say), href: one.href, blocks: one.blocks };
    let next = moves_on(cycle.state);
    Ok(ProgressPage {
        stages: State::ALL.into_iter().map(|state| stage(&words, &cycle, state, today)).collect(),
        missing: missing.into_iter().map(line).collect(),
        next_name: next.map(|state| words.t(state.key())).unwrap_or_default(),
        next,
        back: taken_back(cycle.state).iter().map(|s| (s.code().to_owned(), words.t(s.key()))).collect(),
        may_prepare: cx.can::<PrepareCycle>(),
        may_publish: cx.can::<PublishCycle>(),
        cycle,
        words,
    })
}

fn stage(words: &Words, cycle: &Cycle, state: State, today: Day) -> Stage {
    let due = match state {
        State::SelfAssessment => cycle.due.self_assessment,
        State::Review => cycle.due.review,
        State::MassEvaluation => cycle.due.mass_evaluation,
        State::Notice => cycle.notice.map(|notice| notice.until),
        _ => None,
    };
    let place = match state.cmp(&cycle.state) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal if state == State::Published => "done",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "ahead",
    };
    let at = |tail: &str| format!("/cycles/{}{tail}", cycle.id);
    let href = match state {
        State::Draft if cycle.state == State::Draft => at("/opening"),
        State::Draft => format!("/schemes/{}", cycle.scheme),
        _ if cycle.opened.is_none() && !state.is_public() => String::new(),
        State::SelfAssessment => at("/self-assessments"),
        State::Review => at("/panel"),
        State::MassEvaluation => at("/tallies"),
        State::Deliberation => at("/deliberation"),
        State::Notice => at("/notice"),
        State::Published => at(""),
    };
    let href = if place == "ahead" && state > State::MassEvaluation { String::new() } else { href };
    Stage {
        name: words.t(state.stage_key()),
        state,
        place,
        due: due.map(|day| words.day(day)).unwrap_or_default(),
        href,
        overdue: place == "now" && due.is_some_and(|day| day < today),
    }
}

/// The state that whoever prepares moves the cycle on to here. Notice and publication have pages of their own.
fn moves_on(state: State) -> Option<State> {
    match state {
        State::SelfAssessment | State::Review | State::MassEvaluation => state.next(),
        _ => None,
    }
}

/// States that a cycle can be taken back to, with a reason.
fn taken_back(state: State) -> &'static [State] {
    match state {
        State::Review => &[State::SelfAssessment],
        State::MassEvaluation => &[State::Review],
        State::Deliberation => &[State::Review, State::MassEvaluation],
        _ => &[],
    }
}

/// Where to, and what whoever moves it says.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct MoveForm {
    id: CycleId,
    #[serde(default)]
    to: String,
    /// `yes` when what is missing is known.
    #[serde(default)]
    knowing: String,
    /// Why it is taken back.
    #[serde(default)]
    reason: String,
}

pub(super) fn move_on(cx: &mut Writing<'_, PrepareCycle>, input: MoveForm) -> Result<Done, Rejection> {
    let to = State::ALL.into_iter().find(|state| state.code() == input.to);
    let to = to.ok_or_else(|| Problem::field("to", "appraisal-move-unknown"))?;
    let id = input.id;
    let (cycle, missing) = cx.read(move |c| {
        let cycle = record::find(c, id, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        let missing = missing::of(c, &cycle, &scheme)?;
        Ok((cycle, missing))
    })?;
    if cycle.opened.is_none() {
        return Err(Problem::refused(Say::new("appraisal-move-not-open")).into());
    }
    let (here, year) = (cycle.state, cycle.year);
    let back = taken_back(here).contains(&to);
    if !back && moves_on(here) != Some(to) {
        return Err(Problem::refused(Say::new("appraisal-move-not-from-here")).into());
    }
    let reason = input.reason.trim().to_owned();
    if back && reason.is_empty() {
        return Err(Problem::field("reason", "appraisal-reason-needed").into());
    }
    if !back {
        if let Some(first) = missing.iter().find(|one| one.blocks) {
            return Err(Problem::Refused(first.say.clone()).into());
        }
        if !missing.is_empty() && input.knowing != "yes" {
            return Err(Problem::field("knowing", "appraisal-move-knowing").into());
        }
    }
    if to == State::Deliberation {
        deliberate(cx, id)?;
    } else {
        cx.write(move |tx| {
            let cycle = record::find(tx, id, true)?;
            if cycle.state != here {
                return Err(Problem::refused(Say::new("appraisal-changed-meanwhile")));
            }
            if !reason.is_empty() {
                let said = serde_json::json!({ "taken_back_to": to.code(), "reason": reason });
                tx.note(&reference(id), None::<&()>, Some(&said))?;
            }
            actions::move_to(tx, &cycle, to)
        })?;
    }
    let name = cx.words().t(to.key());
    Ok(Done::to(format!("/cycles/{id}/progress"))
        .say(Say::new("appraisal-was-moved").with("year", year).with("state", name)))
}

/// Computes the first working version and begins the deliberation.
fn deliberate(cx: &Writing<'_, PrepareCycle>, id: CycleId) -> Result<(), Problem> {
    let computation = computing::compute(cx, id)?;
    cx.write(move |tx| {
        let cycle = computation.current(tx)?;
        versions::write_working(tx, &cycle, &computation.computed, "")?;
        actions::move_to(tx, &cycle, State::Deliberation)?;
        tx.emit("appraisal.computed", &reference(id), &serde_json::json!({ "year": cycle.year }))
            .map_err(Problem::from)
    })
}

/// By when what is wanted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct DueForm {
    id: CycleId,
    #[serde(default)]
    self_due: String,
    #[serde(default)]
    review_due: String,
    #[serde(default)]
    mass_due: String,
}

pub(super) fn set_due(cx: &mut Writing<'_, PrepareCycle>, input: DueForm) -> Result<Done, Rejection> {
    let mut errors = Vec::new();
    let mut day = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => {
            let day = Day::parse(text).ok();
            if day.is_none() {
                errors.push(FieldError { field: field.into(), say: Say::new("appraisal-day-wrong") });
            }
            day
        }
    };
    let due = [
        day("self_due", &input.self_due),
        day("review_due", &input.review_due),
        day("mass_due", &input.mass_due),
    ];
    if !errors.is_empty() {
        return Err(Problem::Invalid(errors).into());
    }
    let id = input.id;
    cx.write(move |tx| {
        let cycle = actions::open(tx, id)?;
        let [own, review, mass] = due;
        tx.run(SET_DUE, &[&id, &own, &review, &mass])?;
        let after = record::find(tx, id, true)?;
        Ok(tx.note(&reference(id), Some(&cycle.due), Some(&after.due))?)
    })?;
    Ok(Done::to(format!("/cycles/{id}/progress")).say("appraisal-due-set"))
}
