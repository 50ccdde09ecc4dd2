//! What the appraisal puts on somebody's desk: what to do by when, and the days of the year.

use kernel::access::reach_of;
use kernel::{Act, Day, Problem};
use store::Conn;
use web::{Occasion, Todo, Visitor};

use crate::cycles::record::{self, Cycle, State};
use crate::objections::record as objections;
use crate::policy::{
    AnswerObjections, EnterFigures, PrepareCycle, PublishCycle, ReadPreparation, ReadRankings,
};
use crate::{promises, self_assessments, tallies};

fn may<A: Act>(visitor: &Visitor) -> bool {
    reach_of(&visitor.who, A::ALLOW, visitor.today).is_some()
}

/// What a visitor has to do in the cycles that are under way.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    if !may::<ReadRankings>(visitor) {
        return Ok(Vec::new());
    }
    let cycles = record::all(c, true)?;
    let mut todos = crate::marking::todos(c, visitor)?;
    todos.extend(promises::todos(c, visitor, &cycles)?);
    for cycle in cycles.iter().filter(|cycle| cycle.opened.is_some()) {
        if cycle.state != State::Published {
            todos.extend(of_office(visitor, cycle));
            todos.extend(self_assessments::todos(c, visitor, cycle)?);
            todos.extend(of_tallies(c, visitor, cycle)?);
        }
        if cycle.state.is_public() && may::<AnswerObjections>(visitor) {
            todos.extend(of_objections(c, visitor, cycle)?);
        }
    }
    Ok(todos)
}

fn year(cycle: &Cycle) -> [(&'static str, String); 1] {
    [("year", cycle.year.to_string())]
}

/// By when the work of the present state is wanted.
pub(crate) fn due(cycle: &Cycle) -> Option<Day> {
    match cycle.state {
        State::SelfAssessment => cycle.due.self_assessment,
        State::Review => cycle.due.review,
        State::MassEvaluation => cycle.due.mass_evaluation,
        State::Notice => cycle.notice.map(|notice| notice.until.plus_days(1)),
        _ => None,
    }
}

/// Leading the year: the committee's office, and whoever puts up and publishes.
fn of_office(visitor: &Visitor, cycle: &Cycle) -> Option<Todo> {
    let words = &visitor.words;
    let (key, href) = match cycle.state {
        State::Deliberation if may::<PublishCycle>(visitor) => ("appraisal-todo-deliberate", "/deliberation"),
        State::Notice if may::<PublishCycle>(visitor) => ("appraisal-todo-publish", "/notice"),
        State::SelfAssessment | State::Review | State::MassEvaluation if may::<PrepareCycle>(visitor) => {
            ("appraisal-todo-lead", "/progress")
        }
        _ => return None,
    };
    Some(Todo {
        title: words.f(key, year(cycle)),
        detail: words.t(cycle.state.key()),
        due: due(cycle),
        href: format!("/cycles/{}{href}", cycle.id),
    })
}

/// Tallies that are not counted yet.
fn of_tallies(c: &mut Conn, visitor: &Visitor, cycle: &Cycle) -> Result<Option<Todo>, Problem> {
    if cycle.state != State::MassEvaluation || !may::<EnterFigures>(visitor) {
        return Ok(None);
    }
    let owed = tallies::record::electorates(c, cycle.id)?.values().filter(|due| **due > 0).count();
    let counted = tallies::record::counted(c, cycle.id)?.len();
    let words = &visitor.words;
    let args = [("n", counted.to_string()), ("all", owed.to_string())];
    Ok((counted < owed).then(|| Todo {
        title: words.f("appraisal-todo-tallies", year(cycle)),
        detail: words.f("appraisal-tallies-counted-of", args),
        due: cycle.due.mass_evaluation,
        href: format!("/cycles/{}/tallies", cycle.id),
    }))
}

/// Objections that wait for an answer; the one that is due first gives the day.
fn of_objections(c: &mut Conn, visitor: &Visitor, cycle: &Cycle) -> Result<Option<Todo>, Problem> {
    let open = objections::of_cycle(c, cycle.id, None)?;
    let open: Vec<_> = open.iter().filter(|one| one.state == objections::State::Received).collect();
    let words = &visitor.words;
    Ok(open.iter().map(|one| one.due).min().map(|first| Todo {
        title: words.f("appraisal-todo-objections", [("n", open.len().to_string())]),
        detail: words.f("appraisal-year-of", year(cycle)),
        due: Some(first),
        href: format!("/cycles/{}/objections", cycle.id),
    }))
}

/// The days of the appraisals that fall in a calendar year: those of a course under way for the committee, notice and
/// publication for everybody.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, in_year: i16) -> Result<Vec<Occasion>, Problem> {
    if !may::<ReadRankings>(visitor) {
        return Ok(Vec::new());
    }
    let (words, preparing) = (&visitor.words, may::<ReadPreparation>(visitor));
    let mut days = Vec::new();
    for cycle in record::all(c, preparing)? {
        let at = |tail: &str| format!("/cycles/{}{tail}", cycle.id);
        let mut put = |day: Option<Day>, until: Option<Day>, key: &str, href: String| {
            if let Some(day) = day {
                let title = words.f(key, year(&cycle));
                days.push(Occasion { day, until, title, href, kind: "occasion-appraisal" });
            }
        };
        if preparing && cycle.opened.is_some() {
            // What is done is wanted by no day to come.
            let due = |state: State, day: Option<Day>| {
                day.filter(|day| cycle.state <= state || *day <= visitor.today)
            };
            put(
                due(State::SelfAssessment, cycle.due.self_assessment),
                None,
                "appraisal-day-self",
                at("/progress"),
            );
            put(due(State::Review, cycle.due.review), None, "appraisal-day-review", at("/progress"));
            put(
                due(State::MassEvaluation, cycle.due.mass_evaluation),
                None,
                "appraisal-day-mass",
                at("/progress"),
            );
        }
        let notice = cycle.notice;
        put(notice.map(|one| one.from), notice.map(|one| one.until), "appraisal-day-notice", at("/notice"));
        put(cycle.published.map(|at| at.day()), None, "appraisal-day-published", at(""));
    }
    days.retain(|one| one.day.year() == in_year || one.until.is_some_and(|until| until.year() == in_year));
    Ok(days)
}
