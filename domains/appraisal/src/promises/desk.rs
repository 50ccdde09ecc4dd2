//! Promises on the desk.

use kernel::access::reach_of;
use kernel::{Act, Problem};
use store::Conn;
use web::{Todo, Visitor};

use super::record;
use crate::cycles::record::{Cycle, State};
use crate::participants;
use crate::policy::MakePromise;
use crate::self_assessments::record::reaches;

/// Promises that the visitor's organisations may make after the latest published year, before the next one is opened.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor, cycles: &[Cycle]) -> Result<Vec<Todo>, Problem> {
    let reach = reach_of(&visitor.who, MakePromise::ALLOW, visitor.today);
    let Some(reach) = reach.filter(|reach| !reach.all) else { return Ok(Vec::new()) };
    let mut begun = cycles.iter().filter(|cycle| cycle.state != State::Draft);
    let Some(latest) = begun.next().filter(|cycle| cycle.state == State::Published) else {
        return Ok(Vec::new());
    };
    let mut todos = Vec::new();
    for participant in participants::of_cycle(c, latest.id)? {
        if !reaches(&reach, &participant) || record::find(c, latest.id, participant.org)?.is_some() {
            continue;
        }
        let year = latest.year.saturating_add(1).to_string();
        todos.push(Todo {
            title: visitor.words.f("promise-todo", [("year", year)]),
            detail: participant.name,
            due: None,
            href: format!("/cycles/{}/promises/{}/form", latest.id, participant.org),
        });
    }
    Ok(todos)
}
