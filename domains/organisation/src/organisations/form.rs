//! Founding and correcting by form.

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Reach, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Facts};
use super::kind::Kind;
use super::list::{above, kind_key};
use super::record::{self, Organisation};
use crate::fields::{Faults, Fields, errors_of};
use crate::policy::WriteOrganisations;

/// What the form holds, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrganisationForm {
    /// Number of the organisation to be corrected; from the address.
    id: i64,
    code: String,
    name: String,
    short_name: String,
    /// Code of the kind.
    kind: String,
    /// The roster's word for the kind; the usual one when empty.
    kind_text: String,
    category: String,
    /// Number of the organisation above; empty for the root.
    parent: String,
    department: String,
    /// `1998`, `1998-06` or `1998-06-15`.
    founded: String,
    founded_document: String,
    members: String,
    probationary: String,
    under_35: String,
    staff: String,
    contact: String,
    telephone: String,
}

impl OrganisationForm {
    fn of(org: &Organisation) -> Self {
        let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            id: org.id.0,
            code: org.code.clone(),
            name: org.name.clone(),
            short_name: org.short_name.clone(),
            kind: org.kind.code().into(),
            kind_text: org.kind_text.clone(),
            category: org.category.clone(),
            parent: number(org.parent.map(|id| id.0)),
            department: org.department.clone(),
            founded: org.founded.map(|date| date.to_string()).unwrap_or_default(),
            founded_document: org.founded_document.clone(),
            members: org.members.to_string(),
            probationary: number(org.probationary),
            under_35: number(org.under_35),
            staff: number(org.staff),
            contact: org.contact.clone(),
            telephone: org.telephone.clone(),
        }
    }

    /// The facts and the parent, or every fault.
    fn check(&self, today: Day) -> Result<(Facts, Option<OrgId>), Problem> {
        let mut fields = Fields::new();
        let kind = fields.choice("kind", &self.kind, Kind::from_code).unwrap_or(Kind::Branch);
        let kind_text = fields.text("kind_text", &self.kind_text, 20);
        let members = fields.number("members", &self.members, 1_000_000).unwrap_or(0);
        let facts = Facts {
            code: fields.text("code", &self.code, 30),
            name: fields.required("name", &self.name, 100),
            short_name: fields.text("short_name", &self.short_name, 50),
            kind,
            kind_text: if kind_text.is_empty() { kind.word().to_owned() } else { kind_text },
            category: fields.text("category", &self.category, 30),
            department: fields.text("department", &self.department, 60),
            founded: fields.dated("founded", &self.founded, today),
            founded_document: fields.text("founded_document", &self.founded_document, 60),
            members,
            probationary: fields.number("probationary", &self.probationary, members),
            under_35: fields.number("under_35", &self.under_35, members),
            staff: fields.number("staff", &self.staff, 1_000_000),
            contact: fields.text("contact", &self.contact, 60),
            telephone: fields.text("telephone", &self.telephone, 40),
        };
        let parent = match self.parent.trim() {
            "" => None,
            typed => fields.choice("parent", typed, |typed| typed.parse().ok()).map(OrgId),
        };
        fields.done((facts, parent))
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "organisations/form.html")]
pub(super) struct OrganisationFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: OrganisationForm,
    /// Number of the organisation that is corrected; `None` for a new one.
    corrects: Option<i64>,
    /// Kinds to choose from: code and word.
    kinds: Vec<(String, String)>,
    /// Organisations to choose the parent from: number and name.
    parents: Vec<(String, String)>,
    /// Categories in use.
    categories: Vec<String>,
}

impl OrganisationFormPage {
    fn action(&self) -> String {
        self.corrects.map_or_else(|| "/organisations".to_owned(), |id| format!("/organisations/{id}"))
    }
}

impl Page for OrganisationFormPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects.is_some() { "organisation-correct" } else { "organisation-found" })
    }
}

/// What the form page needs besides what was typed.
struct Choices {
    parents: Vec<(String, String)>,
    categories: Vec<String>,
}

fn choices(c: &mut Conn, parent: &str, reach: &Reach) -> Result<Choices, Problem> {
    let parents = above(c, parent.parse().ok(), reach)?;
    Ok(Choices { parents, categories: record::categories(c)? })
}

fn page(
    words: Words,
    form: OrganisationForm,
    choices: Choices,
    corrects: Option<i64>,
    errors: &[FieldError],
) -> OrganisationFormPage {
    OrganisationFormPage {
        faults: Faults::of(errors, &words),
        kinds: Kind::ALL.iter().map(|kind| (kind.code().to_owned(), words.t(kind_key(*kind)))).collect(),
        parents: choices.parents,
        categories: choices.categories,
        form,
        corrects,
        words,
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct NewUnder {
    /// Number of the organisation above the new one.
    #[serde(default)]
    under: String,
}

pub(super) fn new(
    cx: &mut Reading<'_, WriteOrganisations>,
    input: NewUnder,
) -> Result<OrganisationFormPage, Problem> {
    let choices = choices(cx.db, &input.under, cx.permit.reach())?;
    let form = OrganisationForm { parent: input.under, kind: "branch".into(), ..OrganisationForm::default() };
    Ok(page(cx.words(), form, choices, None, &[]))
}

pub(super) fn create(
    cx: &mut Writing<'_, WriteOrganisations>,
    form: OrganisationForm,
) -> Result<Done, Rejection> {
    let found = form
        .check(cx.today())
        .and_then(|(facts, parent)| cx.write(move |tx| actions::found(tx, &facts, parent, None)));
    match found {
        Ok(org) => Ok(Done::to(format!("/organisations/{}", org.id))
            .say(Say::new("organisation-was-founded").with("name", &org.name))
            .view(&org)
            .created()),
        Err(problem) => Err(again(cx, form, None, problem)?),
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

pub(super) fn edit(
    cx: &mut Reading<'_, WriteOrganisations>,
    input: One,
) -> Result<OrganisationFormPage, Problem> {
    let org = record::find_within(cx.db, OrgId(input.id), cx.permit.reach())?;
    let form = OrganisationForm::of(&org);
    let choices = choices(cx.db, &form.parent, cx.permit.reach())?;
    Ok(page(cx.words(), form, choices, Some(input.id), &[]))
}

pub(super) fn correct(
    cx: &mut Writing<'_, WriteOrganisations>,
    form: OrganisationForm,
) -> Result<Done, Rejection> {
    let (id, reach) = (OrgId(form.id), cx.permit.reach().clone());
    let corrected = form.check(cx.today()).and_then(|(facts, _)| {
        cx.write(move |tx| {
            record::find_within(tx, id, &reach)?;
            actions::correct(tx, id, &facts)
        })
    });
    match corrected {
        Ok(org) => Ok(Done::to(format!("/organisations/{id}"))
            .say(Say::new("organisation-was-corrected").with("name", &org.name))
            .view(&org)),
        Err(problem) => Err(again(cx, form, Some(id.0), problem)?),
    }
}

/// The form again with what was typed, or the problem's own page.
fn again(
    cx: &Writing<'_, WriteOrganisations>,
    form: OrganisationForm,
    corrects: Option<i64>,
    problem: Problem,
) -> Result<Rejection, Rejection> {
    let errors = errors_of(problem, "parent")?;
    let (parent, reach) = (form.parent.clone(), cx.permit.reach().clone());
    let choices = cx.read(move |c| choices(c, &parent, &reach))?;
    Ok(Rejection::form(page(cx.words(), form, choices, corrects, &errors), errors))
}
