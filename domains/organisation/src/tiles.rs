//! This domain's part of the home page and of the calendar. Its figures look at every organisation and person, so they
//! are remembered until somebody writes.

use kernel::{Day, Problem, Reach};
use store::Conn;
use web::{Occasion, Tile, Todo, Visitor};

use crate::checks::record as checks;
use crate::parameters;
use crate::policy::{ReadChecks, ReadOrganisations, RecordElections};
use crate::scope;
use crate::terms::list::{Line, lines};
use crate::terms::rules::Due;

const COUNT: &str = "SELECT COUNT(*) FROM organisations WHERE state = 'normal'";
const CADRES: &str = "SELECT COUNT(*) FROM appointments WHERE until_on IS NULL";

/// Elections that are to-dos of their own; more of them become one.
const SINGLE: usize = 3;

pub(crate) fn statements() -> Vec<&'static str> {
    vec![COUNT, CADRES]
}

/// What the tiles show of the whole organ: organisations and cadres.
fn counted(c: &mut Conn, visitor: &Visitor) -> Result<(i64, i64), Problem> {
    let key = "organisation.counts";
    visitor.memo.hold(c, key, |c| Ok((c.count(COUNT, &[])?, c.count(CADRES, &[])?)))
}

/// Findings of the checks within reach.
fn findings(c: &mut Conn, visitor: &Visitor, reach: &Reach) -> Result<usize, Problem> {
    let today = visitor.today;
    visitor.memo.hold(c, &format!("organisation.checks {today} {reach:?}"), |c| {
        Ok(checks::of_organisations(c, reach, today)?.len()
            + checks::of_persons(c, reach, today)?.len()
            + checks::of_duplicates(c, reach)?.len())
    })
}

/// Every organisation within reach with its next election, the most urgent first.
fn elections(c: &mut Conn, visitor: &Visitor, reach: &Reach) -> Result<Vec<Line>, Problem> {
    let today = visitor.today;
    visitor.memo.hold(c, &format!("organisation.elections {today} {reach:?}"), |c| {
        let parameters = parameters::read(c)?;
        lines(c, today, &parameters, reach)
    })
}

fn count(lines: &[Line], due: Due) -> usize {
    lines.iter().filter(|line| line.state == due).count()
}

pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let (words, today) = (&visitor.words, visitor.today);
    let who = Some(&visitor.who);
    let mut tiles = Vec::new();
    if scope::reach::<ReadOrganisations>(who, today).is_some_and(|reach| reach.all) {
        let (organisations, cadres) = counted(c, visitor)?;
        tiles.push(Tile {
            title: words.t("organisation-list"),
            figure: organisations.to_string(),
            note: words.f("tile-cadres", [("n", cadres.to_string())]),
            href: "/organisations/tree".into(),
            urgent: false,
        });
    }
    if let Some(reach) = scope::reach::<ReadChecks>(who, today) {
        tiles.push(Tile {
            title: words.t("check-title"),
            figure: findings(c, visitor, &reach)?.to_string(),
            note: words.t("tile-checks"),
            href: "/organisations/checks".into(),
            urgent: false,
        });
    }
    if let Some(reach) = scope::reach::<RecordElections>(who, today) {
        let lines = elections(c, visitor, &reach)?;
        let (overdue, soon) = (count(&lines, Due::Overdue), count(&lines, Due::Soon));
        if overdue + soon > 0 {
            tiles.push(Tile {
                title: words.t("election-list"),
                figure: (overdue + soon).to_string(),
                note: words
                    .f("tile-elections", [("overdue", overdue.to_string()), ("soon", soon.to_string())]),
                href: "/elections".into(),
                urgent: overdue > 0,
            });
        }
    }
    Ok(tiles)
}

/// Elections that are overdue or near, for whoever records them: one by one while they are few.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let Some(reach) = scope::reach::<RecordElections>(Some(&visitor.who), visitor.today) else {
        return Ok(Vec::new());
    };
    let mut lines = elections(c, visitor, &reach)?;
    lines.retain(|line| matches!(line.state, Due::Overdue | Due::Soon));
    let words = &visitor.words;
    if lines.len() <= SINGLE {
        let todo = |line: Line| Todo {
            title: words.f("todo-election", [("name", line.name)]),
            detail: words.t("todo-election-one"),
            due: line.due,
            href: format!("/organisations/{}/elections/new", line.org),
        };
        return Ok(lines.into_iter().map(todo).collect());
    }
    let figures = [Due::Overdue, Due::Soon].map(|due| count(&lines, due).to_string());
    let [overdue, soon] = figures;
    Ok(vec![Todo {
        title: words.f("todo-elections", [("n", lines.len().to_string())]),
        detail: words.f("tile-elections", [("overdue", overdue), ("soon", soon)]),
        due: lines.first().and_then(|line| line.due),
        href: "/elections".into(),
    }])
}

/// Elections due in the year, for those who see a part of the organ; of the whole of it they would fill the calendar.
pub(crate) fn agenda(c: &mut Conn, visitor: &Visitor, year: i16) -> Result<Vec<Occasion>, Problem> {
    let reach = scope::reach::<ReadOrganisations>(Some(&visitor.who), visitor.today);
    let Some(reach) = reach.filter(|reach| !reach.all) else { return Ok(Vec::new()) };
    let occasion = |line: Line, day: Day| Occasion {
        day,
        until: None,
        title: visitor.words.f("todo-election", [("name", line.name)]),
        href: format!("/organisations/{}", line.org),
        kind: "occasion-election",
    };
    let lines = elections(c, visitor, &reach)?.into_iter();
    let due = lines.filter_map(|line| line.due.filter(|day| day.year() == year).map(|day| (line, day)));
    Ok(due.map(|(line, day)| occasion(line, day)).collect())
}
