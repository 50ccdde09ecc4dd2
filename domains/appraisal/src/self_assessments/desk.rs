//! Self-assessments on the desk, and among what is missing.

use kernel::access::reach_of;
use kernel::{Act, Problem, Say};
use store::Conn;
use web::{Todo, Visitor};

use super::record::{self, State};
use super::rules::{applying, may_fill};
use crate::cycles::missing::Missing;
use crate::cycles::record::{self as cycles, Cycle};
use crate::participants::{self, Participant};
use crate::policy::FillSelfAssessment;
use crate::schemes;

/// Self-assessments that the visitor has to write or to mend.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor, cycle: &Cycle) -> Result<Vec<Todo>, Problem> {
    let reach = reach_of(&visitor.who, FillSelfAssessment::ALLOW, visitor.today);
    let Some(reach) = reach.filter(|reach| !reach.all) else { return Ok(Vec::new()) };
    let mut own = participants::of_cycle(c, cycle.id)?;
    own.retain(|one| record::reaches(&reach, one));
    let mut todos = Vec::new();
    for participant in own {
        let assessment = record::find(c, participant.id)?;
        let state = assessment.as_ref().map(|own| own.state);
        if !may_fill(cycle.state, state) {
            continue;
        }
        let words = &visitor.words;
        let year = [("year", cycle.year.to_string())];
        let (key, detail, due) = match assessment.filter(|own| own.state == State::Returned) {
            Some(own) => ("self-todo-mend", own.reason, None),
            None => ("self-todo-fill", filled(c, visitor, cycle, &participant)?, cycle.due.self_assessment),
        };
        todos.push(Todo {
            title: words.f(key, year),
            detail,
            due,
            href: super::form::address(cycle.id, participant.org),
        });
    }
    Ok(todos)
}

fn filled(
    c: &mut Conn,
    visitor: &Visitor,
    cycle: &Cycle,
    participant: &Participant,
) -> Result<String, Problem> {
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let items = record::items(c, participant.id)?;
    let (mut asked, mut filled) = (0_usize, 0_usize);
    for (indicator, _) in applying(&scheme, &participant.category) {
        asked += 1;
        filled += usize::from(items.get(&indicator.code).is_some_and(|item| !item.content.is_empty()));
    }
    let args = [("n", filled.to_string()), ("all", asked.to_string())];
    Ok(visitor.words.f("self-todo-filled", args))
}

/// At most so many are named one by one.
const NAMED: usize = 12;

/// Participants that have not handed in. It warns and does not block: whoever is late is marked without.
pub(crate) fn missing(c: &mut Conn, cycle: &Cycle) -> Result<Vec<Missing>, Problem> {
    if cycle.state != cycles::State::SelfAssessment {
        return Ok(Vec::new());
    }
    let own = record::of_cycle(c, cycle.id)?;
    let mut people = participants::of_cycle(c, cycle.id)?;
    people.retain(|one| own.get(&one.id).is_none_or(|own| own.state != State::Submitted));
    let at = |tail: String| format!("/cycles/{}/self-assessments{tail}", cycle.id);
    let one = |participant: &Participant| Missing {
        say: Say::new("self-missing").with("name", &participant.name),
        href: at(format!("/{}", participant.org)),
        blocks: false,
    };
    let mut missing: Vec<Missing> = people.iter().take(NAMED).map(one).collect();
    let more = people.len().saturating_sub(NAMED);
    if more > 0 {
        let say = Say::new("self-missing-more").with("n", more);
        missing.push(Missing { say, href: at(String::new()), blocks: false });
    }
    Ok(missing)
}
