//! The page of a visit: what was said, what was found, what is worth copying.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::history::Line as Did;
use web::links::LinksView;
use web::{Done, Page, Reading, Rejection, Words, Writing, enclosures};

use super::actions;
use super::record::{self, Visit, VisitId, reference};
use super::rules::{LONGEST, MOST, heard};
use crate::bodies;
use crate::findings::lines::Line;
use crate::findings::record as findings;
use crate::kinds::record as kinds;
use crate::likeness::Pairs;
use crate::policy::{KeepVisits, ReadVisits};
use crate::projects::record as projects;
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: VisitId,
}

/// More of what was heard, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct More {
    /// Number of the visit; from the address.
    id: i64,
    /// One finding for each line.
    heard: String,
}

/// Whether the record is complete.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Completion {
    /// Number of the visit; from the address.
    id: i64,
    /// `no` to open it again.
    finished: String,
}

/// Two findings that say the same.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Alike {
    /// Of this visit.
    id: i64,
    title: String,
    /// Found elsewhere.
    other: i64,
    other_title: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "visits/show.html")]
pub(super) struct VisitShow {
    #[serde(skip)]
    words: Words,
    visit: Visit,
    /// Theme of its project, where the reader may see it.
    project: Option<(i64, String)>,
    findings: Vec<Line>,
    alike: Vec<Alike>,
    files: Vec<(usize, String)>,
    #[serde(skip)]
    history: Vec<Did>,
    #[serde(skip)]
    links: Option<LinksView>,
    may_keep: bool,
    #[serde(skip)]
    heard: String,
    #[serde(skip)]
    faults: Faults,
}

impl VisitShow {
    fn at(&self, tail: &str) -> String {
        format!("/visits/{}{tail}", self.visit.id)
    }

    fn lead(&self) -> String {
        let args = [("org", self.visit.org_name.clone()), ("name", self.visit.taken_name.clone())];
        self.words.f("visit-lead-of", args)
    }
}

impl Page for VisitShow {
    fn title(&self) -> String {
        let args = [("day", self.words.day(self.visit.on)), ("org", self.visit.org_name.clone())];
        self.words.f("visit-of", args)
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    sight: &Sight,
    id: VisitId,
    typed: String,
    errors: &[FieldError],
) -> Result<VisitShow, Problem> {
    let visit = record::seen(c, sight, id)?;
    let may_keep = record::keeps(c, sight, &visit)?;
    let found = record::findings(c, sight, id)?;
    let project = match visit.project {
        Some(id) => match projects::seen(c, sight, id) {
            Ok(project) => Some((project.id.0, project.theme)),
            Err(Problem::Missing) => None,
            Err(problem) => return Err(problem),
        },
        None => None,
    };
    let (mut files, mut alike) = (Vec::new(), Vec::new());
    if sight.visits() {
        files = enclosures::listed(c, &reference(id))?;
    }
    if may_keep {
        alike = elsewhere(c, sight, &found)?;
    }
    let kinds = kinds::all(c)?;
    Ok(VisitShow {
        findings: Line::all(&words, &kinds, sight.today, &found),
        history: web::history::of(c, &words, "research", &reference(id))?,
        faults: Faults::of(errors, &words),
        links: None,
        heard: typed,
        visit,
        project,
        alike,
        files,
        may_keep,
        words,
    })
}

/// Findings of a visit that nobody is asked to act on yet, and what says the same elsewhere.
fn elsewhere(c: &mut Conn, sight: &Sight, found: &[findings::Finding]) -> Result<Vec<Alike>, Problem> {
    let open: Vec<_> = found
        .iter()
        .filter(|one| one.merged_into.is_none() && one.state == crate::findings::rules::State::Pending)
        .collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let others: BTreeMap<_, _> = crate::findings::alike::open_texts(c, sight)?
        .into_iter()
        .map(|(id, text)| (id, (Pairs::of(&text), text)))
        .collect();
    let mut alike = Vec::new();
    for one in open {
        let own = Pairs::of(&one.description);
        let likest = others
            .iter()
            .filter(|(id, _)| **id != one.id)
            .map(|(id, (pairs, text))| (own.likeness(pairs), id, text))
            .filter(|(likeness, ..)| *likeness >= crate::likeness::ALIKE)
            .max_by_key(|(likeness, ..)| *likeness);
        alike.extend(likest.map(|(_, id, text)| Alike {
            id: one.id.0,
            title: one.title(),
            other: id.0,
            other_title: findings::title(text),
        }));
    }
    Ok(alike)
}

pub(super) fn show(cx: &mut Reading<'_, ReadVisits>, one: One) -> Result<VisitShow, Problem> {
    let sight = Sight::reading(cx)?;
    let mut page = page(cx.db, cx.words(), &sight, one.id, String::new(), &[])?;
    page.links = Some(web::links::view(cx, &reference(one.id))?);
    Ok(page)
}

/// The page again, with what is wrong.
pub(super) fn refuse(
    cx: &Writing<'_, KeepVisits>,
    id: VisitId,
    typed: String,
    problem: Problem,
) -> Rejection {
    let again = || {
        let errors = errors_of(problem, "heard")?;
        let (words, sight, shown) = (cx.words(), Sight::writing(cx)?, errors.clone());
        let page = cx.read(move |c| page(c, words, &sight, id, typed, &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}

fn lines(typed: &str) -> Result<Vec<String>, Problem> {
    let mut fields = Fields::default();
    let lines = heard(typed);
    if lines.is_empty() {
        fields.wrong("heard", "field-required");
    }
    if lines.len() > MOST {
        fields.wrong("heard", kernel::Say::new("visit-heard-many").with("n", MOST));
    }
    if lines.iter().any(|line| line.chars().count() > LONGEST) {
        fields.wrong("heard", kernel::Say::new("visit-heard-long").with("n", LONGEST));
    }
    fields.done(lines)
}

pub(super) fn hear(cx: &mut Writing<'_, KeepVisits>, more: More) -> Result<Done, Rejection> {
    let (id, sight, roster) = (VisitId(more.id), Sight::writing(cx)?, bodies::roster(cx.site())?);
    let looking = sight.clone();
    let org = cx.read(move |c| {
        let visit = record::seen(c, &looking, id)?;
        roster.by_ids(c, &[visit.org])?.into_iter().next().ok_or(Problem::Missing)
    })?;
    let written =
        lines(&more.heard).and_then(|lines| cx.write(move |tx| actions::hear(tx, &sight, id, &org, &lines)));
    match written {
        Ok(visit) => Ok(Done::to(format!("/visits/{id}")).say("visit-was-heard").view(&visit)),
        Err(problem) => Err(refuse(cx, id, more.heard, problem)),
    }
}

pub(super) fn finish(cx: &mut Writing<'_, KeepVisits>, sent: Completion) -> Result<Done, Rejection> {
    let (id, sight, finished) = (VisitId(sent.id), Sight::writing(cx)?, sent.finished != "no");
    let visit = cx.write(move |tx| {
        record::seen(tx, &sight, id)?;
        actions::finish(tx, &sight, id, finished)
    })?;
    let said = if finished { "visit-was-finished" } else { "visit-was-reopened" };
    Ok(Done::to(format!("/visits/{id}")).say(said).view(&visit))
}
