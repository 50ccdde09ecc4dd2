//! Taking a visit down: one short form in the room; the same at a desk, with the practices worth copying.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order};
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Taken, Taker};
use super::record::{self, Visit, VisitId};
use super::rules::{LONGEST, MOST, heard};
use crate::bodies::{self, Roster};
use crate::policy::KeepVisits;
use crate::projects::record::{self as projects, ProjectId};
use crate::sight::Sight;

/// Characters of notes.
const NOTES: usize = 20_000;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: VisitId,
}

/// What is known before the form is filled in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    /// Number of the project.
    #[serde(default, deserialize_with = "blank_is_none")]
    project: Option<i64>,
}

/// A visit as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct VisitForm {
    /// Number of the visit to be corrected; from the address.
    id: i64,
    /// Number of the project; empty for none.
    project: String,
    /// Name of the organisation.
    org: String,
    on: String,
    place: String,
    /// Who was there.
    present: String,
    /// One finding for each line; only when the visit is new.
    heard: String,
    notes: String,
    practices: String,
}

impl VisitForm {
    fn of(visit: Visit) -> Self {
        Self {
            id: visit.id.0,
            project: visit.project.map(|id| id.to_string()).unwrap_or_default(),
            org: visit.org_name,
            on: visit.on.to_string(),
            place: visit.place,
            present: visit.present,
            heard: String::new(),
            notes: visit.notes,
            practices: visit.practices,
        }
    }

    /// The visit and what was heard.
    fn check(&self, c: &mut Conn, roster: &Roster, sight: &Sight) -> Result<(Taken, Vec<String>), Problem> {
        let mut fields = Fields::default();
        let org = fields.required("org", &self.org, 100);
        let orgs = match org.is_empty() {
            true => Vec::new(),
            false => bodies::found(c, roster, &mut fields, "org", &[org])?,
        };
        let on = fields.day("on", &self.on).unwrap_or(sight.today);
        if on > sight.today {
            fields.wrong("on", "research-not-later");
        }
        let project = match self.project.trim() {
            "" => None,
            typed => {
                let id = typed.parse().ok().map(ProjectId);
                let known = choices(c, sight)?;
                let id = id.filter(|id| known.iter().any(|(known, _)| *known == id.to_string()));
                let unchanged = id.is_none() && self.id != 0 && self.kept_project(c)?;
                if unchanged {
                    record::find(c, VisitId(self.id))?.project
                } else {
                    fields.choice("project", id)
                }
            }
        };
        let heard = heard(&self.heard);
        if heard.len() > MOST {
            fields.wrong("heard", kernel::Say::new("visit-heard-many").with("n", MOST));
        }
        if heard.iter().any(|line| line.chars().count() > LONGEST) {
            fields.wrong("heard", kernel::Say::new("visit-heard-long").with("n", LONGEST));
        }
        let (place, present) =
            (fields.text("place", &self.place, 100), fields.text("present", &self.present, 1_000));
        let (notes, practices) =
            (fields.text("notes", &self.notes, NOTES), fields.text("practices", &self.practices, 5_000));
        let taken =
            orgs.into_iter().next().map(|org| Taken { project, org, on, place, present, notes, practices });
        match fields.done(taken)? {
            Some(taken) => Ok((taken, heard)),
            None => Err(Problem::field("org", "field-required")),
        }
    }

    /// Whether the project typed is the one that the visit has already, though it takes no more visits.
    fn kept_project(&self, c: &mut Conn) -> Result<bool, Problem> {
        let visit = record::find(c, VisitId(self.id))?;
        Ok(visit.project.is_some_and(|project| project.to_string() == self.project.trim()))
    }
}

/// Projects under way to which somebody may add visits: number and theme.
fn choices(c: &mut Conn, sight: &Sight) -> Result<Vec<(String, String)>, Problem> {
    let mut query = projects::select(sight.own_projects());
    query
        .and_where(Expr::col(("p", "state")).is_in(["approved", "running", "reported"]))
        .order_by(("p", "id"), Order::Desc);
    let all = c.select(&query, projects::project)?;
    Ok(all.into_iter().map(|project| (project.id.to_string(), project.theme)).collect())
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "visits/form.html")]
pub(super) struct VisitFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: VisitForm,
    /// Projects that can be chosen: number and theme.
    projects: Vec<(String, String)>,
    /// Names of organisations that are offered.
    orgs: Vec<String>,
}

impl VisitFormPage {
    fn is_new(&self) -> bool {
        self.form.id == 0
    }

    fn action(&self) -> String {
        if self.is_new() { "/visits".into() } else { format!("/visits/{}", self.form.id) }
    }

    fn back(&self) -> String {
        self.action()
    }
}

impl Page for VisitFormPage {
    fn title(&self) -> String {
        self.words.t(if self.is_new() { "visit-new" } else { "visit-edit" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    roster: &Roster,
    sight: &Sight,
    form: VisitForm,
    errors: &[FieldError],
) -> Result<VisitFormPage, Problem> {
    let mut projects = vec![(String::new(), words.t("visit-no-project"))];
    projects.extend(choices(c, sight)?);
    // A project that takes no more visits stays chosen where it was.
    if form.id != 0
        && let Some(kept) = record::find(c, VisitId(form.id))?.project
        && projects.iter().all(|(id, _)| *id != kept.to_string())
        && let Ok(project) = projects::seen(c, sight, kept)
    {
        projects.push((kept.to_string(), project.theme));
    }
    Ok(VisitFormPage {
        faults: Faults::of(errors, &words),
        orgs: bodies::offered(c, roster, sight.today)?,
        projects,
        form,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, KeepVisits>, opened: Opened) -> Result<VisitFormPage, Problem> {
    let (sight, roster) = (Sight::reading(cx)?, bodies::roster(cx.site())?);
    let form = VisitForm {
        project: opened.project.map(|id| id.to_string()).unwrap_or_default(),
        on: sight.today.to_string(),
        ..VisitForm::default()
    };
    page(cx.db, cx.words(), &roster, &sight, form, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepVisits>, one: One) -> Result<VisitFormPage, Problem> {
    let (sight, roster) = (Sight::reading(cx)?, bodies::roster(cx.site())?);
    let visit = record::seen(cx.db, &sight, one.id)?;
    if !record::keeps(cx.db, &sight, &visit)? {
        return Err(Problem::refused("visit-not-yours"));
    }
    page(cx.db, cx.words(), &roster, &sight, VisitForm::of(visit), &[])
}

fn refuse(cx: &Writing<'_, KeepVisits>, form: VisitForm, problem: Problem) -> Rejection {
    let again = || {
        let errors = errors_of(problem, "org")?;
        let (words, sight, roster) = (cx.words(), Sight::writing(cx)?, bodies::roster(cx.site())?);
        let shown = errors.clone();
        let page = cx.read(move |c| page(c, words, &roster, &sight, form, &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}

fn checked(cx: &Writing<'_, KeepVisits>, form: &VisitForm) -> Result<(Taken, Vec<String>), Problem> {
    let (sight, roster, form) = (Sight::writing(cx)?, bodies::roster(cx.site())?, form.clone());
    cx.read(move |c| form.check(c, &roster, &sight))
}

pub(super) fn create(cx: &mut Writing<'_, KeepVisits>, form: VisitForm) -> Result<Done, Rejection> {
    let form = VisitForm { id: 0, ..form };
    let who = cx.principal().ok_or(Problem::SignInNeeded)?;
    let taker = Taker { user: who.stands_for(), name: who.name.clone() };
    let made = checked(cx, &form)
        .and_then(|(taken, heard)| cx.write(move |tx| actions::create(tx, &taken, &heard, &taker)));
    match made {
        Ok(id) => Ok(Done::to(format!("/visits/{id}")).say("visit-was-taken").created()),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepVisits>, form: VisitForm) -> Result<Done, Rejection> {
    let (id, sight) = (VisitId(form.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let corrected = checked(cx, &form)
        .and_then(|(taken, _)| cx.write(move |tx| actions::correct(tx, &sight, id, &taken)));
    match corrected {
        Ok(visit) => Ok(Done::to(format!("/visits/{id}")).say("visit-was-corrected").view(&visit)),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}
