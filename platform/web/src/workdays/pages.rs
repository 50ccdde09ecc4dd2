//! The year of working days, and the forms by which the office keeps it.

use askama::Template;
use kernel::workdays::Exception;
use kernel::{Cell, Day, FieldError, Problem, Say, Sheet, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::month::{Month, YEARS, months};
use super::rules::{LineFault, name_fault, parse, working};
use super::{actions, record};
use crate::access::KeepWorkdays;
use crate::answer::{Done, Page, Rejection};
use crate::input::{File, blank_is_none};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Words;

/// Faults of a list that are told at once; the rest would only fill the page.
const TOLD: usize = 20;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/workdays", SignedIn, show)
        .get("/workdays/entry", KeepWorkdays, form)
        .post("/workdays", KeepWorkdays, add)
        .upload("/workdays/list", KeepWorkdays, bring)
        .post("/workdays/{day}/removal", KeepWorkdays, remove)
        .sample("/workdays/2015-10-01/removal")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Year {
    /// Calendar year; this year where none is given.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "workdays.html")]
struct YearPage {
    #[serde(skip)]
    words: Words,
    year: i16,
    /// Working days of the year.
    working: u32,
    months: Vec<Month>,
    exceptions: Vec<Exception>,
    may_keep: bool,
}

impl YearPage {
    /// This page for a year so many later.
    fn year_link(&self, later: i16) -> String {
        format!("/workdays?year={}", self.year + later)
    }

    fn weekday(&self, day: &Day) -> String {
        self.words.t(&format!("weekday-{}", day.weekday()))
    }

    /// Heads of the week, from Monday.
    fn weekdays(&self) -> Vec<(String, String)> {
        weekdays(&self.words)
    }
}

/// Short and full names of the days of the week, from Monday.
pub(crate) fn weekdays(words: &Words) -> Vec<(String, String)> {
    let name = |stem: &str, day: i8| words.t(&format!("{stem}-{day}"));
    (1..=7).map(|day| (name("weekday-short", day), name("weekday", day))).collect()
}

impl Page for YearPage {
    fn title(&self) -> String {
        self.words.f("workdays-of", [("year", self.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let row = |exception: &Exception| {
            let kind = if exception.working { "workday-extra" } else { "workday-off" };
            vec![Cell::Day(exception.day), Cell::text(self.words.t(kind)), Cell::text(&exception.name)]
        };
        Some(Sheet {
            name: self.title(),
            head: ["workday-day", "workday-kind", "workday-name"]
                .iter()
                .map(|key| self.words.t(key))
                .collect(),
            rows: self.exceptions.iter().map(row).collect(),
        })
    }
}

/// The year asked for, or the present one.
///
/// # Errors
/// [`Problem::Missing`] for a year that no calendar of an office has.
pub(crate) fn year_or(year: Option<i16>, today: Day) -> Result<i16, Problem> {
    let year = year.unwrap_or(today.year());
    if YEARS.contains(&year) { Ok(year) } else { Err(Problem::Missing) }
}

fn show(cx: &mut Reading<'_, SignedIn>, input: Year) -> Result<YearPage, Problem> {
    let year = year_or(input.year, cx.today())?;
    let workdays = record::read(cx.db)?;
    let months = months(year, &workdays, cx.today(), |_| 0);
    Ok(YearPage {
        year,
        working: months.iter().map(|month| month.working).sum(),
        months,
        exceptions: workdays.exceptions().filter(|exception| exception.day.year() == year).cloned().collect(),
        may_keep: cx.can::<KeepWorkdays>(),
        words: cx.words(),
    })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
struct OneDay {
    #[serde(default)]
    day: String,
    /// `off` or `work`.
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

/// A line of a list that cannot be read, in words.
#[derive(Serialize, JsonSchema)]
struct Fault {
    line: usize,
    text: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "workdays_form.html")]
struct EntryPage {
    #[serde(skip)]
    words: Words,
    day: String,
    kind: String,
    name: String,
    list: String,
    errors: Vec<(String, String)>,
    faults: Vec<Fault>,
    /// Faults that are not told one by one.
    more: usize,
}

impl EntryPage {
    fn error(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

impl Page for EntryPage {
    fn title(&self) -> String {
        self.words.t("workdays-keep")
    }
}

fn entry_page(words: Words, input: OneDay, list: String, errors: &[FieldError]) -> EntryPage {
    let errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    let kind = if input.kind.is_empty() { "off".into() } else { input.kind };
    EntryPage { words, day: input.day, kind, name: input.name, list, errors, faults: Vec::new(), more: 0 }
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

fn form(cx: &mut Reading<'_, KeepWorkdays>, _: Nothing) -> Result<EntryPage, Problem> {
    Ok(entry_page(cx.words(), OneDay::default(), String::new(), &[]))
}

fn year_of(day: Day) -> String {
    format!("/workdays?year={}", day.year())
}

fn add(cx: &mut Writing<'_, KeepWorkdays>, mut input: OneDay) -> Result<Done, Rejection> {
    input.name = input.name.trim().to_owned();
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let day = Day::parse(&input.day).ok().filter(|day| YEARS.contains(&day.year()));
    if day.is_none() {
        wrong("day", Say::new("field-day"));
    }
    let kind = working(&input.kind);
    if kind.is_none() {
        wrong("kind", Say::new("field-choice"));
    }
    if let Some(say) = name_fault(&input.name) {
        wrong("name", say);
    }
    let (Some(day), Some(working), true) = (day, kind, errors.is_empty()) else {
        let page = entry_page(cx.words(), input, String::new(), &errors);
        return Err(Rejection::form(page, errors));
    };
    let exception = Exception { day, working, name: input.name };
    cx.write(move |tx| actions::keep(tx, &[exception]))?;
    Ok(Done::to(year_of(day)).say("workday-kept").created())
}

#[derive(Debug, Deserialize, JsonSchema)]
struct List {
    /// One day a line: `2015-10-01 休 国庆节`.
    #[serde(default)]
    list: String,
}

fn bring(cx: &mut Writing<'_, KeepWorkdays>, input: List, files: Vec<File>) -> Result<Done, Rejection> {
    let words = cx.words();
    let list = match files.into_iter().next() {
        Some(file) => match String::from_utf8(file.bytes) {
            Ok(text) => text,
            Err(_) => return refuse(words, input.list, Say::new("workday-list-not-text")),
        },
        None => input.list,
    };
    let exceptions = match parse(&list) {
        Ok(exceptions) if exceptions.is_empty() => {
            return refuse(words, list, Say::new("workday-list-empty"));
        }
        Ok(exceptions) => exceptions,
        Err(faults) => return refuse_lines(words, list, &faults),
    };
    let to = exceptions.first().map_or_else(|| "/workdays".into(), |exception| year_of(exception.day));
    let changed = cx.write(move |tx| actions::keep(tx, &exceptions))?;
    Ok(Done::to(to).say(Say::new("workday-list-kept").with("n", changed)).created())
}

/// The form again, with the list as it was sent.
fn refuse(words: Words, list: String, say: Say) -> Result<Done, Rejection> {
    let errors = vec![FieldError { field: "list".into(), say }];
    let page = entry_page(words, OneDay::default(), list, &errors);
    Err(Rejection::form(page, errors))
}

fn refuse_lines(words: Words, list: String, faults: &[LineFault]) -> Result<Done, Rejection> {
    let told = |fault: &LineFault| Fault { line: fault.line, text: words.say(&fault.say) };
    let lines: Vec<Fault> = faults.iter().take(TOLD).map(told).collect();
    let say = Say::new("workday-list-faults").with("n", faults.len());
    let mut errors = vec![FieldError { field: "list".into(), say }];
    let mut page = entry_page(words, OneDay::default(), list, &errors);
    page.more = faults.len() - lines.len();
    page.faults = lines;
    let line =
        |fault: &LineFault| FieldError { field: format!("list.{}", fault.line), say: fault.say.clone() };
    errors.extend(faults.iter().map(line));
    Err(Rejection::form(page, errors))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Which {
    day: String,
}

fn remove(cx: &mut Writing<'_, KeepWorkdays>, input: Which) -> Result<Done, Rejection> {
    let day = Day::parse(&input.day).map_err(|_| Problem::Missing)?;
    let gone = cx.write(move |tx| actions::remove(tx, day))?;
    Ok(Done::to(year_of(day)).say(Say::new("workday-removed").with("name", gone.name)))
}
