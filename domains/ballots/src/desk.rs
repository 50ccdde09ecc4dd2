//! What a mass evaluation puts on somebody's desk. Whether a credential was taken is known, whether anybody voted is not: nobody
//! is ever reminded of the latter.

use kernel::{Capacity, Problem};
use store::Conn;
use web::{Todo, Visitor};

use crate::boxes::record as boxes;
use crate::evaluations::record::{self, Evaluation, State};

/// Ballots that a visitor may still take.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let (Some(person), Capacity::Oneself) = (visitor.who.person, &visitor.who.capacity) else {
        return Ok(Vec::new());
    };
    let mut waiting: Vec<(Evaluation, usize)> = Vec::new();
    for one in boxes::of_person(c, person)?.into_iter().filter(|one| !one.issued && !one.on_paper) {
        match waiting.iter_mut().find(|(known, _)| known.id == one.place.evaluation) {
            Some((_, n)) => *n += 1,
            None => waiting.push((record::find(c, one.place.evaluation)?, 1)),
        }
    }
    let now_open = |one: &Evaluation| {
        one.state == State::Open
            && one.windows.issue_from.day() <= visitor.today
            && one.windows.issue_until.day() >= visitor.today
    };
    let todo = |(one, n): (Evaluation, usize)| Todo {
        title: visitor.words.f("ballots-todo", [("title", one.title)]),
        detail: visitor.words.f("ballots-todo-detail", [("n", n.to_string())]),
        due: Some(one.windows.issue_until.day()),
        href: format!("/evaluations/{}/vote", one.id),
    };
    Ok(waiting.into_iter().filter(|(one, _)| now_open(one)).map(todo).collect())
}
