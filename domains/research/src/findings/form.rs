//! Writing a finding down and correcting it, by form.

use askama::Template;
use kernel::{FieldError, Problem, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, RecordBrief, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Finding, FindingId};
use super::rules::Severity;
use crate::bodies::{self, Roster};
use crate::kinds::record as kinds;
use crate::policy::KeepFindings;
use crate::projects::record::{self as projects, ProjectId};
use crate::sight::Sight;
use crate::visits::record::{self as visits, VisitId};

/// Characters of a description.
const DESCRIPTION: usize = 1_000;
/// Characters of recommendations.
const RECOMMENDATIONS: usize = 2_000;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: FindingId,
}

/// Where it was found, before the form is filled in.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    /// A record, as `visit:3`.
    #[serde(default)]
    from: String,
}

/// A finding as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct FindingForm {
    /// Number of the finding to be corrected; from the address.
    id: i64,
    /// Where it was found, as `visit:3`; only when it is new.
    from: String,
    kind: String,
    description: String,
    severity: String,
    /// `yes` when it was found in more than one place.
    common: String,
    recommendations: String,
    /// Names of the organisations it concerns.
    orgs: String,
}

impl FindingForm {
    fn of(finding: Finding, orgs: &[String]) -> Self {
        Self {
            id: finding.id.0,
            from: String::new(),
            kind: finding.kind.unwrap_or_default(),
            description: finding.description,
            severity: finding.severity.code().into(),
            common: if finding.common { "yes".into() } else { String::new() },
            recommendations: finding.recommendations,
            orgs: orgs.join("、"),
        }
    }

    fn check(&self, c: &mut Conn, roster: &Roster) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let known = kinds::all(c)?;
        let kind = known.into_iter().find(|kind| kind.code == self.kind).map(|kind| kind.code);
        let kind = fields.choice("kind", kind);
        let description = fields.required("description", &self.description, DESCRIPTION);
        let severity = fields.choice("severity", Severity::of(&self.severity)).unwrap_or(Severity::Ordinary);
        let recommendations = fields.text("recommendations", &self.recommendations, RECOMMENDATIONS);
        let orgs = bodies::found(c, roster, &mut fields, "orgs", &bodies::names(&self.orgs))?;
        let common = self.common == "yes";
        fields.done(Draft { kind, description, severity, common, recommendations, orgs })
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "findings/form.html")]
pub(super) struct FindingFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: FindingForm,
    #[serde(skip)]
    kinds: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<String>,
    /// Where it was found: name and address.
    source: Option<(String, String)>,
}

impl FindingFormPage {
    fn is_new(&self) -> bool {
        self.form.id == 0
    }

    fn action(&self) -> String {
        if self.is_new() { "/findings".into() } else { format!("/findings/{}", self.form.id) }
    }

    fn back(&self) -> String {
        self.source.as_ref().map_or_else(|| self.action(), |(_, href)| href.clone())
    }

    fn severities(&self) -> Vec<(String, String)> {
        Severity::ALL
            .iter()
            .map(|one| (one.code().to_owned(), self.words.t(&format!("finding-severity-{}", one.code()))))
            .collect()
    }
}

impl Page for FindingFormPage {
    fn title(&self) -> String {
        self.words.t(if self.is_new() { "finding-new" } else { "finding-edit" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    roster: &Roster,
    today: kernel::Day,
    form: FindingForm,
    source: Option<(String, String)>,
    errors: &[FieldError],
) -> Result<FindingFormPage, Problem> {
    let offered = kinds::all(c)?.into_iter().filter(|kind| kind.offered || kind.code == form.kind);
    let choose = (String::new(), words.t("finding-kind-choose"));
    Ok(FindingFormPage {
        kinds: std::iter::once(choose).chain(offered.map(|kind| (kind.code, kind.name))).collect(),
        orgs: bodies::offered(c, roster, today)?,
        faults: Faults::of(errors, &words),
        source,
        form,
        words,
    })
}

fn named(origin: &Option<(RecordRef, RecordBrief)>) -> Option<(String, String)> {
    origin.as_ref().map(|(_, brief)| (brief.title.clone(), brief.href.clone()))
}

pub(super) fn new(cx: &mut Reading<'_, KeepFindings>, opened: Opened) -> Result<FindingFormPage, Problem> {
    let (sight, roster) = (Sight::reading(cx)?, bodies::roster(cx.site())?);
    let origin = web::links::origin(cx, &opened.from)?;
    let org = origin.as_ref().and_then(|(_, brief)| brief.org);
    let orgs: Vec<kernel::OrgId> = org.into_iter().collect();
    let names: Vec<String> = roster.by_ids(cx.db, &orgs)?.into_iter().map(|org| org.name).collect();
    let form = FindingForm {
        from: opened.from,
        severity: Severity::Ordinary.code().into(),
        orgs: names.join("、"),
        ..FindingForm::default()
    };
    page(cx.db, cx.words(), &roster, sight.today, form, named(&origin), &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepFindings>, one: One) -> Result<FindingFormPage, Problem> {
    let (sight, roster) = (Sight::reading(cx)?, bodies::roster(cx.site())?);
    let finding = record::seen(cx.db, &sight, one.id)?;
    if !record::standing(cx.db, &sight, &finding)?.visits {
        return Err(Problem::refused("finding-only-the-visitor"));
    }
    let orgs: Vec<String> = record::orgs(cx.db, one.id)?.into_iter().map(|(_, name)| name).collect();
    page(cx.db, cx.words(), &roster, sight.today, FindingForm::of(finding, &orgs), None, &[])
}

/// The record that the form was opened from, if whoever sends it may see it and write findings about it.
fn source(
    cx: &Writing<'_, KeepFindings>,
    sight: &Sight,
    from: &str,
) -> Result<Option<(RecordRef, RecordBrief)>, Problem> {
    if from.trim().is_empty() {
        return Ok(None);
    }
    let record = web::links::parse(from).ok_or(Problem::Missing)?;
    let (visitor, site, sight) = (cx.visitor()?, cx.site().clone(), sight.clone());
    cx.read(move |c| {
        let brief = web::links::find(&site, c, &visitor, &record)?;
        let keeps = match record.kind.as_str() {
            "visit" => {
                let visit = visits::find(c, VisitId(record.id))?;
                visits::keeps(c, &sight, &visit)?
            }
            "research-project" => projects::standing(c, &sight, ProjectId(record.id))?.keeps,
            _ => true,
        };
        match keeps {
            true => Ok(Some((record, brief))),
            false => Err(Problem::refused("visit-not-yours")),
        }
    })
}

fn refuse(cx: &Writing<'_, KeepFindings>, form: FindingForm, problem: Problem) -> Rejection {
    let again = || {
        let errors = errors_of(problem, "description")?;
        let (words, sight, roster) = (cx.words(), Sight::writing(cx)?, bodies::roster(cx.site())?);
        let origin = match form.id {
            0 => source(cx, &sight, &form.from)?,
            _ => None,
        };
        let shown = errors.clone();
        let page = cx.read(move |c| page(c, words, &roster, sight.today, form, named(&origin), &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}

fn checked(cx: &Writing<'_, KeepFindings>, form: &FindingForm) -> Result<Draft, Problem> {
    let (roster, form) = (bodies::roster(cx.site())?, form.clone());
    cx.read(move |c| form.check(c, &roster))
}

pub(super) fn create(cx: &mut Writing<'_, KeepFindings>, form: FindingForm) -> Result<Done, Rejection> {
    let form = FindingForm { id: 0, ..form };
    let sight = Sight::writing(cx)?;
    let origin = source(cx, &sight, &form.from)?;
    let made = checked(cx, &form).and_then(|draft| {
        cx.write(move |tx| {
            let (today, source) = (tx.today(), origin.map(|(record, _)| record));
            actions::create(tx, &draft, source.as_ref(), today, sight.user)
        })
    });
    match made {
        Ok(id) => Ok(Done::to(format!("/findings/{id}")).say("finding-was-written").created()),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepFindings>, form: FindingForm) -> Result<Done, Rejection> {
    let (id, sight) = (FindingId(form.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let corrected =
        checked(cx, &form).and_then(|draft| cx.write(move |tx| actions::correct(tx, &sight, id, &draft)));
    match corrected {
        Ok(finding) => Ok(Done::to(format!("/findings/{id}")).say("finding-was-corrected").view(&finding)),
        Err(problem) => Err(refuse(cx, form, problem)),
    }
}
