//! What plans and measures put on somebody's desk, into the calendar, and on the first page: only what they may really do,
//! and can do today.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, OrgId, Problem};
use store::Conn;
use web::{Occasion, Tile, Todo, Visitor};

use crate::measures::record::{self as measures, Measure, MeasureId};
use crate::measures::rules::{Lamp, Progress, State};
use crate::plans::record::{self as plans, Plan, PlanId};
use crate::reminders::record as reminders;
use crate::sight::Sight;

/// What a visitor has to do: sign for, bring on, hand in and answer what is theirs; accept and decide what was handed in
/// and asked for; remind of what is late.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let Some(sight) = Sight::of(visitor).filter(Sight::sees_anything) else { return Ok(Vec::new()) };
    let plans: BTreeMap<PlanId, Plan> = plans::all(c)?.into_iter().map(|plan| (plan.id, plan)).collect();
    let open = measures::open(c)?;
    let orgs: Vec<OrgId> = open.iter().map(|one| one.org).collect::<BTreeSet<_>>().into_iter().collect();
    let own = sight.working_for(c, &orgs)?;
    let mut todos = Vec::new();
    for one in open.iter().filter(|one| own.contains(&one.org)) {
        if let Some(plan) = plans.get(&one.plan) {
            todos.extend(to_work(&sight, plan, one));
        }
    }
    todos.extend(to_answer(c, &sight)?);
    if sight.may_decide {
        todos.extend(to_decide(c, &sight, &open, &own)?);
    }
    if sight.may_remind {
        for plan in plans.values() {
            todos.extend(to_remind(c, &sight, plan)?);
        }
    }
    Ok(todos)
}

fn about(one: &Measure) -> [(&'static str, String); 1] {
    [("measure", format!("{} {}", one.number(), one.content))]
}

fn at(one: &Measure) -> String {
    format!("/measures/{}", one.id)
}

/// What the body that leads a measure has to do with it.
fn to_work(sight: &Sight, plan: &Plan, one: &Measure) -> Option<Todo> {
    let words = &sight.words;
    let lamp = one.standing().lamp(plan.warning, sight.today);
    let due = [one.due, one.next_milestone].into_iter().flatten().min();
    let key = match (one.state, lamp) {
        (State::HandedIn, _) => return None,
        (State::Issued, _) => "measure-todo-sign",
        (_, Lamp::Red) => "measure-todo-late",
        (_, Lamp::Yellow) => "measure-todo-near",
        _ => return None,
    };
    Some(Todo { title: words.f(key, about(one)), detail: one.org_name.clone(), due, href: at(one) })
}

/// What the office decides, measures of bodies for which the visitor works left out.
fn to_decide(
    c: &mut Conn,
    sight: &Sight,
    open: &[Measure],
    own: &BTreeSet<OrgId>,
) -> Result<Vec<Todo>, Problem> {
    let words = &sight.words;
    let todo = |key: &str, one: &Measure| Todo {
        title: words.f(key, about(one)),
        detail: one.org_name.clone(),
        due: None,
        href: at(one),
    };
    let mut todos: Vec<Todo> = open
        .iter()
        .filter(|one| one.state == State::HandedIn && !own.contains(&one.org))
        .map(|one| todo("measure-todo-accept", one))
        .collect();
    let waiting: BTreeSet<MeasureId> = measures::asked(c)?.into_iter().map(|one| one.measure).collect();
    let asked = open.iter().filter(|one| waiting.contains(&one.id) && !own.contains(&one.org));
    todos.extend(asked.map(|one| todo("measure-todo-extension", one)));
    Ok(todos)
}

/// Reminders that wait for an answer of the visitor's bodies.
fn to_answer(c: &mut Conn, sight: &Sight) -> Result<Vec<Todo>, Problem> {
    let open = reminders::open(c)?;
    let orgs: Vec<OrgId> = open.iter().map(|one| one.org).collect::<BTreeSet<_>>().into_iter().collect();
    let own = sight.working_for(c, &orgs)?;
    let todo = |one: &reminders::Reminder| Todo {
        title: sight.words.f("reminder-todo-answer", [("reminder", one.named(&sight.words))]),
        detail: one.org_name.clone(),
        due: Some(one.answer_by),
        href: format!("/reminders/{}", one.id),
    };
    Ok(open.iter().filter(|one| own.contains(&one.org)).map(todo).collect())
}

/// One line for everything of a plan that could be reminded of.
fn to_remind(c: &mut Conn, sight: &Sight, plan: &Plan) -> Result<Option<Todo>, Problem> {
    let due = reminders::proposed(c, plan, sight.today)?;
    let items: usize = due.iter().map(|one| one.items.len()).sum();
    let args = [("papers", due.len().to_string()), ("n", items.to_string())];
    Ok((!due.is_empty()).then(|| Todo {
        title: sight.words.f("reminder-todo-issue", args),
        detail: plan.title.clone(),
        due: None,
        href: format!("/reminders?plan={}", plan.id),
    }))
}

/// Days on which measures and milestones are due, as far as the visitor may see them.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
    let Some(sight) = Sight::of(visitor).filter(Sight::sees_anything) else { return Ok(Vec::new()) };
    let (Ok(from), Ok(until)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else { return Ok(Vec::new()) };
    let all = measures::of_all_plans(c)?;
    let helpers = if sight.sees.all { Vec::new() } else { measures::helpers_of_all_plans(c)? };
    let mut seen: BTreeMap<MeasureId, Measure> = BTreeMap::new();
    for one in sight.seen(c, all, &helpers)? {
        if !matches!(one.state, State::Draft | State::Stopped) {
            seen.insert(one.id, one);
        }
    }
    let occasion = |day: Day, title: String, one: &Measure, kind: &'static str| Occasion {
        day,
        until: None,
        title,
        href: at(one),
        kind,
    };
    let mut occasions: Vec<Occasion> = Vec::new();
    for one in seen.values() {
        if let Some(due) = one.due.filter(|due| (from..=until).contains(due)) {
            occasions.push(occasion(
                due,
                format!("{} {}", one.number(), one.content),
                one,
                "occasion-measure",
            ));
        }
    }
    for step in measures::steps_in(c, from, until)? {
        if let Some(one) = seen.get(&step.measure) {
            let title = format!("{} {}", one.number(), step.name);
            occasions.push(occasion(step.due, title, one, "occasion-milestone"));
        }
    }
    Ok(occasions)
}

/// How far the plan in force is, and how many of its measures are late.
pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let Some(sight) = Sight::of(visitor).filter(Sight::sees_anything) else { return Ok(Vec::new()) };
    let mut tiles = Vec::new();
    for plan in plans::all(c)?.into_iter().filter(|plan| plan.state == plans::State::InForce) {
        let seen = match sight.of_plan(c, &plan) {
            Ok((seen, _)) => seen,
            Err(Problem::Missing) => continue,
            Err(problem) => return Err(problem),
        };
        let count = |lamp: Lamp| {
            seen.iter().filter(|one| one.standing().lamp(plan.warning, sight.today) == lamp).count()
        };
        let (red, yellow) = (count(Lamp::Red), count(Lamp::Yellow));
        let percent = measures::progress(&seen).map(Progress::rounded);
        let args = [("red", red.to_string()), ("yellow", yellow.to_string()), ("n", seen.len().to_string())];
        tiles.push(Tile {
            figure: percent.map_or_else(|| sight.words.t("measure-no-progress"), |n| format!("{n}%")),
            note: sight.words.f("plan-tile", args),
            href: format!("/plans/{}", plan.id),
            urgent: red > 0,
            title: plan.title,
        });
    }
    Ok(tiles)
}
