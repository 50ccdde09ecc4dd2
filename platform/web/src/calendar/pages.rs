//! The calendar of a year, and the feed.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ics, rules};
use crate::answer::{Download, Page};
use crate::domain::{Occasion, Todo, Visitor};
use crate::input::blank_is_none;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;
use crate::workdays::month::{Month, months};
use crate::workdays::{weekdays, year_or};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/calendar", SignedIn, show).get("/calendar.ics", SignedIn, feed)
}

/// Something to be done, in words.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TodoLine {
    #[serde(flatten)]
    pub(crate) todo: Todo,
    /// How far its day is away.
    pub(crate) when: String,
    /// Its day, in words.
    pub(crate) day: String,
    /// Tone of the badge.
    pub(crate) tone: &'static str,
}

pub(crate) fn todo_line(words: &Words, todo: Todo, today: Day) -> TodoLine {
    let (say, tone) = rules::distance(todo.due, today);
    TodoLine {
        when: words.say(&say),
        day: todo.due.map(|day| words.day(day)).unwrap_or_default(),
        tone,
        todo,
    }
}

/// Something that happens, in words.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OccasionLine {
    #[serde(flatten)]
    pub(crate) occasion: Occasion,
    /// Its day or days, in words.
    pub(crate) when: String,
    /// Its kind, in words.
    pub(crate) kind_name: String,
    /// Whether it is over.
    pub(crate) over: bool,
}

pub(crate) fn occasion_line(words: &Words, occasion: Occasion, today: Day) -> OccasionLine {
    let weekday = |day: Day| words.t(&format!("weekday-{}", day.weekday()));
    let when = match occasion.until {
        Some(until) => {
            words.f("occasion-from-to", [("from", words.day(occasion.day)), ("to", words.day(until))])
        }
        None => {
            words.f("occasion-on", [("day", words.day(occasion.day)), ("weekday", weekday(occasion.day))])
        }
    };
    OccasionLine {
        when,
        kind_name: words.t(occasion.kind),
        over: occasion.until.unwrap_or(occasion.day) < today,
        occasion,
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Year {
    /// Calendar year; this year where none is given.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
}

/// What begins in a month, or goes on into it from the year before.
#[derive(Serialize, JsonSchema)]
struct OfMonth {
    month: i8,
    name: String,
    occasions: Vec<OccasionLine>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "calendar.html")]
struct Calendar {
    #[serde(skip)]
    words: Words,
    year: i16,
    #[serde(skip)]
    months: Vec<Month>,
    agenda: Vec<OfMonth>,
}

impl Calendar {
    /// This page for a year so many later.
    fn year_link(&self, later: i16) -> String {
        format!("/calendar?year={}", self.year + later)
    }

    /// Where the sheet of the month leads for the day of that line: its first line alone bears the name.
    fn anchor(&self, line: &OccasionLine) -> String {
        let same = |other: &&OccasionLine| other.occasion.day == line.occasion.day;
        let first = self.agenda.iter().flat_map(|month| &month.occasions).find(same);
        let is_first = first.is_some_and(|first| std::ptr::eq(first, line));
        if is_first { format!("day-{}", line.occasion.day) } else { String::new() }
    }

    fn weekdays(&self) -> Vec<(String, String)> {
        weekdays(&self.words)
    }
}

impl Page for Calendar {
    fn title(&self) -> String {
        self.words.f("calendar-of", [("year", self.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["calendar-day", "calendar-until", "calendar-kind", "calendar-what"];
        let row = |line: &OccasionLine| {
            vec![
                Cell::Day(line.occasion.day),
                Cell::day(line.occasion.until),
                Cell::text(&line.kind_name),
                Cell::text(&line.occasion.title),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.agenda.iter().flat_map(|month| &month.occasions).map(row).collect(),
        })
    }
}

fn show(cx: &mut Reading<'_, SignedIn>, input: Year) -> Result<Calendar, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let year = year_or(input.year, today)?;
    let visitor = cx.visitor()?;
    let site = std::sync::Arc::clone(cx.site());
    let occasions = super::of_year(&site, cx.db, &visitor, year)?;
    let workdays = crate::workdays::read(cx.db)?;
    let on = |day: Day| occasions.iter().filter(|occasion| occasion.day == day).count();
    let months = months(year, &workdays, today, on);
    let mut agenda: Vec<OfMonth> = Vec::new();
    for occasion in occasions {
        // What began in the year before stands in January.
        let month = if occasion.day.year() < year { 1 } else { occasion.day.month() };
        let line = occasion_line(&words, occasion, today);
        match agenda.last_mut().filter(|last| last.month == month) {
            Some(last) => last.occasions.push(line),
            None => {
                let name = words.t(&format!("month-{month}"));
                agenda.push(OfMonth { month, name, occasions: vec![line] });
            }
        }
    }
    Ok(Calendar { words, year, months, agenda })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// The year before, this one and the next, and what is to be done with its last day.
fn feed(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<Download, Problem> {
    let (words, visitor) = (cx.words(), cx.visitor()?);
    let site = std::sync::Arc::clone(cx.site());
    let base = site.settings.public_url.as_deref().unwrap_or_default().trim_end_matches('/');
    let url =
        |href: &str| if base.is_empty() || href.is_empty() { String::new() } else { format!("{base}{href}") };
    let year = visitor.today.year();
    let mut events = Vec::new();
    for year in year - 1..=year + 1 {
        for occasion in super::of_year(&site, cx.db, &visitor, year)? {
            // What goes over New Year belongs to the year in which it begins.
            if occasion.day.year() == year {
                events.push(occasion_event(&words, occasion, url));
            }
        }
    }
    for todo in super::to_do(&site, cx.db, &visitor)? {
        events.extend(todo_event(&words, &visitor, todo, url));
    }
    let name = words.f("calendar-feed-name", [("organ", site.settings.organ.clone())]);
    let bytes = ics::document(&name, &events, cx.now()).into_bytes();
    Ok(Download { name: "calendar.ics".into(), mime: "text/calendar; charset=utf-8", bytes })
}

fn occasion_event(words: &Words, occasion: Occasion, url: impl Fn(&str) -> String) -> ics::Event {
    ics::Event {
        day: occasion.day,
        until: occasion.until.unwrap_or(occasion.day),
        title: occasion.title,
        detail: String::new(),
        kind: words.t(occasion.kind),
        url: url(&occasion.href),
    }
}

fn todo_event(
    words: &Words,
    visitor: &Visitor,
    todo: Todo,
    url: impl Fn(&str) -> String,
) -> Option<ics::Event> {
    // What is overdue stands on today, where it is seen.
    let day = todo.due?.max(visitor.today);
    Some(ics::Event {
        day,
        until: day,
        title: words.f("todo-in-calendar", [("title", todo.title)]),
        detail: todo.detail,
        kind: words.t("shell-todos"),
        url: url(&todo.href),
    })
}
