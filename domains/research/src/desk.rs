//! What research puts on somebody's desk: findings to hand out, to act on and to look at; visits to finish; projects to decide
//! on; the days of the year; and where things stand.

use kernel::{Day, Problem};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait};
use web::{Occasion, Tile, Todo, Visitor};

use crate::findings::record as findings;
use crate::findings::rules::{State, is_overdue};
use crate::listing::in_year;
use crate::projects::record as projects;
use crate::projects::rules::State as Stage;
use crate::sight::Sight;
use crate::visits::record as visits;

/// States and due days of open findings under a condition.
fn open(c: &mut Conn, which: Condition, states: &[State]) -> Result<Vec<(State, Option<Day>)>, Problem> {
    let mut query = findings::select(which);
    query
        .clear_selects()
        .columns([("f", "state"), ("f", "due")])
        .and_where(Expr::col(("f", "merged_into")).is_null())
        .and_where(Expr::col(("f", "state")).is_in(states.iter().map(|state| state.code())));
    Ok(c.select(&query, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What a visitor has to do.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let sight = Sight::visitor(visitor);
    if !sight.sees_anything() {
        return Ok(Vec::new());
    }
    let mut todos = Vec::new();
    if sight.visits() {
        let own = open(c, sight.visited(), &[State::Pending, State::Review])?;
        for (state, key) in
            [(State::Pending, "research-todo-hand-out"), (State::Review, "research-todo-close")]
        {
            let n = own.iter().filter(|(one, _)| *one == state).count();
            todos.extend(counted(visitor, key, n, None, format!("/findings?state={}", state.code())));
        }
        todos.extend(unfinished(c, visitor, &sight)?);
        todos.extend(waiting(c, visitor, &sight)?);
    }
    let answers = open(c, sight.answered(), &[State::Handed, State::Working])?;
    let late = |(state, due): &&(State, Option<Day>)| is_overdue(*state, *due, visitor.today);
    let overdue: Vec<_> = answers.iter().filter(late).collect();
    let first = |all: &[&(State, Option<Day>)]| all.iter().filter_map(|(_, due)| *due).min();
    let in_time: Vec<_> = answers.iter().filter(|one| !late(one)).collect();
    let href = || "/findings?state=overdue".to_owned();
    todos.extend(counted(visitor, "research-todo-overdue", overdue.len(), first(&overdue), href()));
    let href = "/findings?state=open".to_owned();
    todos.extend(counted(visitor, "research-todo-act", in_time.len(), first(&in_time), href));
    Ok(todos)
}

fn counted(visitor: &Visitor, key: &str, n: usize, due: Option<Day>, href: String) -> Option<Todo> {
    (n > 0).then(|| Todo {
        title: visitor.words.f(key, [("n", n.to_string())]),
        detail: String::new(),
        due,
        href,
    })
}

/// Visits that they took and have not finished.
fn unfinished(c: &mut Conn, visitor: &Visitor, sight: &Sight) -> Result<Option<Todo>, Problem> {
    let mut query = visits::select(Condition::all().add(Expr::col(("v", "taken_by")).eq(sight.user.0)));
    query.and_where(Expr::col(("v", "finished")).eq(false));
    let n = usize::try_from(c.select_count(&query)?).unwrap_or(0);
    Ok(counted(visitor, "research-todo-finish", n, None, "/visits?state=unfinished".into()))
}

/// Projects that wait for a decision, or for a report by a day.
fn waiting(c: &mut Conn, visitor: &Visitor, sight: &Sight) -> Result<Vec<Todo>, Problem> {
    let mut query = projects::select(if sight.decides { sight.projects() } else { sight.own_projects() });
    query.and_where(Expr::col(("p", "state")).is_in(["draft", "running", "reported"]));
    let mut todos = Vec::new();
    for project in c.select(&query, projects::project)? {
        let (key, due) = match project.state {
            Stage::Draft if sight.decides => ("research-todo-approve", None),
            Stage::Reported if sight.decides => ("research-todo-conclude", None),
            Stage::Running if project.lead == Some(sight.user) => {
                ("research-todo-report", Some(project.ends))
            }
            _ => continue,
        };
        todos.push(Todo {
            title: visitor.words.f(key, [("theme", project.theme.clone())]),
            detail: crate::projects::numbered(&visitor.words, &project),
            due,
            href: format!("/research/{}", project.id),
        });
    }
    Ok(todos)
}

/// Days on which findings are due or looked at again, in a year.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
    let sight = Sight::visitor(visitor);
    if !sight.sees_anything() {
        return Ok(Vec::new());
    }
    let mut query = findings::select(sight.findings());
    query
        .and_where(Expr::col(("f", "merged_into")).is_null())
        .and_where(Expr::col(("f", "state")).ne("pending"))
        .cond_where(Condition::any().add(in_year("f", "due", year)).add(in_year("f", "return_due", year)));
    let mut days = Vec::new();
    for one in c.select(&query, findings::finding)? {
        let due = one.due.filter(|_| one.state != State::Closed);
        let back = one.return_due.filter(|_| one.returned_on.is_none());
        for (day, key) in [(due, "research-day-due"), (back, "research-day-return")] {
            let Some(day) = day.filter(|day| day.year() == year) else { continue };
            days.push(Occasion {
                day,
                until: None,
                title: visitor.words.f(key, [("title", one.title())]),
                href: format!("/findings/{}", one.id),
                kind: "occasion-research",
            });
        }
    }
    Ok(days)
}

/// How many findings are open, and how many of them late.
pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let sight = Sight::visitor(visitor);
    if !sight.sees_anything() {
        return Ok(Vec::new());
    }
    let states = [State::Pending, State::Handed, State::Working, State::Review];
    let open = open(c, sight.findings(), &states)?;
    let late = open.iter().filter(|(state, due)| is_overdue(*state, *due, visitor.today)).count();
    let words = &visitor.words;
    Ok(vec![Tile {
        title: words.t("research-tile"),
        figure: words.f("research-tile-figure", [("n", open.len().to_string())]),
        note: match late {
            0 => words.t("research-tile-none-late"),
            n => words.f("research-tile-late", [("n", n.to_string())]),
        },
        href: "/findings?state=open".into(),
        urgent: late > 0,
    }])
}
