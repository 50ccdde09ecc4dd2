//! Drafting a project and changing what is planned, by form.

use askama::Template;
use kernel::{FieldError, Problem, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::Order;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Plan};
use super::record::{self, Project, ProjectId};
use super::rules::{Kind, Method};
use super::{numbered, people};
use crate::bodies::{self, Roster};
use crate::policy::KeepProjects;
use crate::sight::Sight;

/// Characters of a purpose.
const PURPOSE: usize = 2_000;
/// Characters of an outline.
const OUTLINE: usize = 10_000;
/// Projects that are offered as the one above, the latest first.
const ABOVE: u64 = 100;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ProjectId,
}

/// What is known before the form is filled in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    /// Number of the project above.
    #[serde(default, deserialize_with = "blank_is_none")]
    parent: Option<i64>,
}

/// A project as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ProjectForm {
    /// Number of the project to be changed; from the address.
    id: i64,
    /// `secretary`, `committee`, `youth` or `other`.
    kind: String,
    theme: String,
    purpose: String,
    /// Number of the account that leads.
    lead: String,
    /// Numbers of the accounts that belong to it.
    members: Vec<String>,
    /// Members without an account.
    others: String,
    starts: String,
    ends: String,
    /// Names of the organisations, one for each line.
    orgs: String,
    /// `meeting`, `visit`, `questionnaire`, `talk` or `elsewhere`.
    methods: Vec<String>,
    outline: String,
    /// Number of the project above.
    parent: String,
}

impl ProjectForm {
    fn of(project: Project, members: &[(UserId, String)], orgs: &[String]) -> Self {
        Self {
            id: project.id.0,
            kind: project.kind.code().into(),
            theme: project.theme,
            purpose: project.purpose,
            lead: project.lead.map(|user| user.0.to_string()).unwrap_or_default(),
            members: members.iter().map(|(user, _)| user.0.to_string()).collect(),
            others: project.others,
            starts: project.starts.to_string(),
            ends: project.ends.to_string(),
            orgs: orgs.join("\n"),
            methods: project.methods.iter().map(|method| method.code().to_owned()).collect(),
            outline: project.outline,
            parent: project.parent.map(|id| id.to_string()).unwrap_or_default(),
        }
    }

    fn check(&self, c: &mut Conn, roster: &Roster, sight: &Sight) -> Result<Plan, Problem> {
        let mut fields = Fields::default();
        let kind = fields.choice("kind", Kind::of(&self.kind)).unwrap_or(Kind::Other);
        let theme = fields.required("theme", &self.theme, 100);
        let purpose = fields.required("purpose", &self.purpose, PURPOSE);
        let known = people::all(c, sight.today)?;
        let person = |typed: &String| known.iter().find(|(user, _)| user.0.to_string() == typed.trim());
        let lead = match self.lead.trim() {
            "" => None,
            _ => fields.choice("lead", person(&self.lead)).cloned(),
        };
        let mut members: Vec<(UserId, String)> = Vec::new();
        for typed in &self.members {
            match person(typed) {
                Some(one) if lead.as_ref() == Some(one) || members.contains(one) => {}
                Some(one) => members.push(one.clone()),
                None => fields.wrong("members", "field-choice"),
            }
        }
        let (starts, ends) = (fields.day("starts", &self.starts), fields.day("ends", &self.ends));
        if let (Some(starts), Some(ends)) = (starts, ends)
            && ends < starts
        {
            fields.wrong("ends", "project-ends-early");
        }
        let orgs = bodies::found(c, roster, &mut fields, "orgs", &bodies::names(&self.orgs))?;
        let parent = match self.parent.trim() {
            "" => None,
            typed => {
                let id = typed.parse().ok().map(ProjectId);
                let known = match id {
                    Some(id) => record::seen(c, sight, id).is_ok(),
                    None => false,
                };
                fields.choice("parent", id.filter(|_| known))
            }
        };
        let methods = self.methods.iter().filter_map(|code| Method::of(code)).collect();
        let (others, outline) =
            (fields.text("others", &self.others, 500), fields.text("outline", &self.outline, OUTLINE));
        fields.done(Plan {
            kind,
            theme,
            purpose,
            methods,
            outline,
            lead_name: lead.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            lead: lead.map(|(user, _)| user),
            members,
            others,
            starts: starts.unwrap_or(sight.today),
            ends: ends.unwrap_or(sight.today),
            orgs,
            parent,
        })
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "projects/form.html")]
pub(super) struct ProjectFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: ProjectForm,
    /// Whether only youth projects are theirs.
    only_youth: bool,
    /// Accounts that can be chosen: number and name.
    people: Vec<(String, String)>,
    /// Projects that can stand above: number and theme.
    parents: Vec<(String, String)>,
}

impl ProjectFormPage {
    fn is_new(&self) -> bool {
        self.form.id == 0
    }

    fn action(&self) -> String {
        if self.is_new() { "/research".into() } else { format!("/research/{}", self.form.id) }
    }

    fn kinds(&self) -> Vec<(String, String)> {
        let kinds = Kind::ALL.iter().filter(|kind| !self.only_youth || **kind == Kind::Youth);
        kinds
            .map(|kind| (kind.code().to_owned(), self.words.t(&format!("project-kind-{}", kind.code()))))
            .collect()
    }

    fn methods(&self) -> Vec<(String, String)> {
        let one = |method: &Method| {
            (method.code().to_owned(), self.words.t(&format!("project-method-{}", method.code())))
        };
        Method::ALL.iter().map(one).collect()
    }

    fn leads(&self) -> Vec<(String, String)> {
        let none = (String::new(), self.words.t("project-lead-none"));
        std::iter::once(none).chain(self.people.clone()).collect()
    }
}

impl Page for ProjectFormPage {
    fn title(&self) -> String {
        self.words.t(if self.is_new() { "project-new" } else { "project-edit" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    sight: &Sight,
    form: ProjectForm,
    errors: &[FieldError],
) -> Result<ProjectFormPage, Problem> {
    let mut above = record::select(sight.projects());
    above.order_by(("p", "year"), Order::Desc).order_by(("p", "number"), Order::Desc).limit(ABOVE);
    let mut parents = vec![(String::new(), words.t("project-parent-none"))];
    for one in c.select(&above, record::project)?.into_iter().filter(|one| one.id.0 != form.id) {
        parents.push((one.id.to_string(), format!("{} {}", numbered(&words, &one), one.theme)));
    }
    let people = people::all(c, sight.today)?.into_iter();
    Ok(ProjectFormPage {
        faults: Faults::of(errors, &words),
        only_youth: !sight.committee,
        people: people.map(|(user, name)| (user.0.to_string(), name)).collect(),
        parents,
        form,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, KeepProjects>, opened: Opened) -> Result<ProjectFormPage, Problem> {
    let sight = Sight::reading(cx)?;
    let kind = if sight.committee { Kind::Secretary } else { Kind::Youth };
    let form = ProjectForm {
        kind: kind.code().into(),
        lead: if sight.office { String::new() } else { sight.user.0.to_string() },
        starts: sight.today.to_string(),
        parent: opened.parent.map(|id| id.to_string()).unwrap_or_default(),
        ..ProjectForm::default()
    };
    page(cx.db, cx.words(), &sight, form, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepProjects>, one: One) -> Result<ProjectFormPage, Problem> {
    let sight = Sight::reading(cx)?;
    let project = record::seen(cx.db, &sight, one.id)?;
    if !record::standing(cx.db, &sight, one.id)?.keeps {
        return Err(Problem::refused("project-not-yours"));
    }
    if !project.state.is_open() {
        return Err(Problem::refused("project-is-concluded"));
    }
    let members = record::members(cx.db, one.id)?;
    let orgs: Vec<String> = record::orgs(cx.db, one.id)?.into_iter().map(|(_, name)| name).collect();
    page(cx.db, cx.words(), &sight, ProjectForm::of(project, &members, &orgs), &[])
}

fn refuse(cx: &Writing<'_, KeepProjects>, form: ProjectForm, problem: Problem) -> Rejection {
    let again = || {
        let errors = errors_of(problem, "theme")?;
        let (words, sight, shown) = (cx.words(), Sight::writing(cx)?, errors.clone());
        let page = cx.read(move |c| page(c, words, &sight, form, &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}

fn checked(cx: &Writing<'_, KeepProjects>, form: &ProjectForm) -> Result<Plan, Problem> {
    let (sight, roster, form) = (Sight::writing(cx)?, bodies::roster(cx.site())?, form.clone());
    cx.read(move |c| form.check(c, &roster, &sight))
}

pub(super) fn create(cx: &mut Writing<'_, KeepProjects>, form: ProjectForm) -> Result<Done, Rejection> {
    let (form, sight) = (ProjectForm { id: 0, ..form }, Sight::writing(cx)?);
    let made = checked(cx, &form).and_then(|plan| cx.write(move |tx| actions::create(tx, &sight, &plan)));
    match made {
        Ok(id) => Ok(Done::to(format!("/research/{id}")).say("project-was-drafted").created()),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepProjects>, form: ProjectForm) -> Result<Done, Rejection> {
    let (id, sight) = (ProjectId(form.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let corrected =
        checked(cx, &form).and_then(|plan| cx.write(move |tx| actions::correct(tx, &sight, id, &plan)));
    match corrected {
        Ok(project) => Ok(Done::to(format!("/research/{id}")).say("project-was-corrected").view(&project)),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}
