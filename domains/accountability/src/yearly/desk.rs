//! What reports, key work, decisions and reviews put on somebody's desk and into the calendar: only what they may really
//! do, and can do today.

use kernel::{Act, Day, Problem};
use store::Conn;
use web::{Occasion, Todo, Visitor};

use crate::decisions::record as decisions;
use crate::key_work::record as key_work;
use crate::meetings::record as meetings;
use crate::policy::{
    ConductReviews, CountReviews, DecideReviews, KeepGroups, NoteKeyWork, ReadGroups, ReadKeyWork,
    ReadReviews, ReportOnDuty, WriteReports,
};
use crate::reports::{self, record as drafts};
use crate::review_years::record as years;
use crate::reviews::own::is_own;
use crate::reviews::record::{self as reviews, Review, ReviewId};
use crate::reviews::rules::State;
use crate::reviews::{self as naming};
use crate::viewer::{actor, covers, may, reach, same_person};

/// Days before its day on which key work comes on the desk.
const AHEAD: i64 = 30;

fn may_at_all<A: Act>(visitor: &Visitor) -> bool {
    reach::<A>(visitor) != kernel::Reach::default()
}

/// What a visitor has to do.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let mut todos = Vec::new();
    if may_at_all::<WriteReports>(visitor) {
        todos.extend(to_submit(c, visitor)?);
    }
    if may_at_all::<NoteKeyWork>(visitor) {
        todos.extend(key_work_near(c, visitor)?);
    }
    if may::<KeepGroups>(visitor, None, "") {
        todos.extend(to_carry_out(c, visitor)?);
    }
    let reviewing = may_at_all::<ReportOnDuty>(visitor)
        || [may_at_all::<ConductReviews>(visitor), may_at_all::<CountReviews>(visitor)].contains(&true)
        || may_at_all::<DecideReviews>(visitor);
    if reviewing {
        todos.extend(to_review(c, visitor)?);
    }
    Ok(todos)
}

/// Reports that were begun and not submitted.
fn to_submit(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let within = reach::<WriteReports>(visitor);
    let todo = |report: drafts::Report| Todo {
        title: visitor.words.f("report-todo", [("name", reports::named(&visitor.words, &report))]),
        detail: report.plan_title.clone(),
        due: None,
        href: format!("/reports/{}", report.id),
    };
    let own = |report: &drafts::Report| match report.org {
        // The office writes for the whole organ only; what a body is writing is that body's.
        None => within.all,
        Some(_) => !within.all && covers(&within, report.org, &report.org_path),
    };
    Ok(drafts::drafts(c)?.into_iter().filter(own).map(todo).collect())
}

/// Key work of the visitor's bodies that is due soon or late.
fn key_work_near(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let within = reach::<NoteKeyWork>(visitor);
    let (from, to) = (visitor.today.plus_days(-365), visitor.today.plus_days(AHEAD));
    let near = key_work::due_between(c, from, to)?.into_iter().filter(|item| {
        let own = !within.all && covers(&within, Some(item.org), &item.org_path);
        let late = item.due.is_some_and(|due| due < visitor.today);
        !item.state.is_over() && (own || (within.all && late))
    });
    let todo = |item: key_work::KeyWork| Todo {
        title: visitor.words.f("key-work-todo", [("title", item.title)]),
        detail: item.org_name,
        due: item.due,
        href: format!("/key-work/{}", item.id),
    };
    Ok(near.map(todo).collect())
}

/// Decisions whose day is past.
fn to_carry_out(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let words = &visitor.words;
    let late = decisions::open(c)?.into_iter().filter(|one| one.due.is_some_and(|due| due < visitor.today));
    let todo = |one: decisions::Decision| Todo {
        detail: crate::decisions::responsible(words, &one),
        title: words.f("decision-todo", [("content", one.content)]),
        due: one.due,
        href: format!("/decisions/{}", one.id),
    };
    Ok(late.map(todo).collect())
}

/// The next step of each open review, where it is the visitor's.
fn to_review(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let (years, counted) = (years::all(c)?, reviews::who_counted(c)?);
    let by = actor(visitor);
    let mut todos = Vec::new();
    for review in reviews::open(c)? {
        let Some(key) = step(visitor, &review, &counted, &by) else { continue };
        let due = years.iter().find(|year| year.id == review.year_id).and_then(|year| year.report_due);
        todos.push(Todo {
            title: visitor.words.f(key, [("name", naming::named(&visitor.words, &review))]),
            detail: review.person.clone(),
            due: due.filter(|_| review.state == State::Reporting),
            href: format!("/reviews/{}", review.id),
        });
    }
    Ok(todos)
}

fn step(
    visitor: &Visitor,
    review: &Review,
    counted: &[(ReviewId, String)],
    by: &str,
) -> Option<&'static str> {
    let (org, path) = (Some(review.org), review.org_path.as_str());
    if review.state == State::Reporting {
        return may::<ReportOnDuty>(visitor, org, path).then_some("review-todo-report");
    }
    if is_own(visitor, review) {
        return None;
    }
    let entered: Vec<&str> =
        counted.iter().filter(|(id, _)| *id == review.id).map(|(_, by)| by.as_str()).collect();
    let own = entered.iter().any(|other| same_person(other, by));
    let (allowed, key) = match review.state {
        State::Hearing => (may::<ConductReviews>(visitor, org, path), "review-todo-hear"),
        State::Evaluating if own || entered.len() > 1 => (false, ""),
        State::Evaluating => (may::<CountReviews>(visitor, org, path), "review-todo-count"),
        State::Deciding => (may::<DecideReviews>(visitor, org, path), "review-todo-decide"),
        State::Decided => (may::<ConductReviews>(visitor, org, path), "review-todo-feed-back"),
        State::Reporting | State::FedBack => (false, ""),
    };
    allowed.then_some(key)
}

/// Meetings, days of key work, and the last day for reports on duty.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
    let (Ok(from), Ok(to)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else { return Ok(Vec::new()) };
    let words = &visitor.words;
    let mut occasions = Vec::new();
    let occasion = |day, title, href, kind| Occasion { day, until: None, title, href, kind };
    if may_at_all::<ReadGroups>(visitor) {
        for meeting in meetings::between(c, from, to)? {
            let href = format!("/group-meetings/{}", meeting.id);
            occasions.push(occasion(meeting.held_on, meeting.title, href, "occasion-group-meeting"));
        }
    }
    if may_at_all::<ReadKeyWork>(visitor) {
        for item in key_work::due_between(c, from, to)? {
            if let Some(due) = item.due {
                let href = format!("/key-work/{}", item.id);
                occasions.push(occasion(due, item.title, href, "occasion-key-work"));
            }
        }
    }
    if may_at_all::<ReadReviews>(visitor) {
        for of_year in years::all(c)? {
            if let Some(due) = of_year.report_due.filter(|due| (from..=to).contains(due)) {
                let title = words.f("review-occasion", [("year", of_year.year.to_string())]);
                occasions.push(occasion(due, title, "/reviews".into(), "occasion-review"));
            }
        }
    }
    Ok(occasions)
}
