//! What is typed into a report: practices, problems, next steps, help needed. Everything else is recorded already.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Visitor, Words, Writing};

use super::actions::{self, Typed};
use super::content::Content;
use super::record::{self, Report, ReportId, State};
use super::{must_see, named};
use crate::policy::WriteReports;
use crate::viewer::must_cover;

/// Characters of each text.
const MOST: usize = 3_000;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReportId,
}

/// A report as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ReportForm {
    /// Number of the report; from the address.
    id: i64,
    until: String,
    practices: String,
    problems: String,
    next_steps: String,
    help: String,
}

impl ReportForm {
    fn of(report: &Report) -> Self {
        Self {
            id: report.id.0,
            until: report.until.to_string(),
            practices: report.practices.clone(),
            problems: report.problems.clone(),
            next_steps: report.next_steps.clone(),
            help: report.help.clone(),
        }
    }

    fn check(&self) -> Result<Typed, Problem> {
        let mut fields = Fields::default();
        let until = fields.day("until", &self.until);
        let practices = fields.text("practices", &self.practices, MOST);
        let problems = fields.text("problems", &self.problems, MOST);
        let next_steps = fields.text("next_steps", &self.next_steps, MOST);
        let help = fields.text("help", &self.help, MOST);
        match until {
            Some(until) => fields.done(Typed { until, practices, problems, next_steps, help }),
            None => fields.done(()).and(Err(Problem::field("until", "field-day"))),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/form.html")]
pub(super) struct ReportFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: ReportForm,
    #[serde(skip)]
    name: String,
    /// What the report says by itself.
    content: Content,
}

impl ReportFormPage {
    fn at(&self) -> String {
        format!("/reports/{}", self.form.id)
    }

    fn most(&self) -> usize {
        MOST
    }

    fn recorded(&self) -> String {
        let n = self.content.measures().count();
        self.words.f("report-recorded", [("n", n.to_string())])
    }
}

impl Page for ReportFormPage {
    fn title(&self) -> String {
        self.words.t("report-edit")
    }
}

fn page(
    c: &mut Conn,
    visitor: &Visitor,
    form: ReportForm,
    errors: &[FieldError],
) -> Result<ReportFormPage, Problem> {
    let report = record::find(c, ReportId(form.id))?;
    must_see(visitor, &report)?;
    if report.state == State::Submitted {
        return Err(Problem::refused("report-is-frozen"));
    }
    Ok(ReportFormPage {
        content: record::content(c, &report)?,
        faults: Faults::of(errors, &visitor.words),
        name: named(&visitor.words, &report),
        words: visitor.words.clone(),
        form,
    })
}

pub(super) fn edit(cx: &mut Reading<'_, WriteReports>, one: One) -> Result<ReportFormPage, Problem> {
    let visitor = cx.visitor()?;
    let report = record::find(cx.db, one.id)?;
    page(cx.db, &visitor, ReportForm::of(&report), &[])
}

pub(super) fn save(cx: &mut Writing<'_, WriteReports>, form: ReportForm) -> Result<Done, Rejection> {
    let (id, reach) = (ReportId(form.id), cx.permit.reach().clone());
    cx.read(move |c| {
        let report = record::find(c, id)?;
        must_cover(&reach, report.org, &report.org_path)
    })?;
    match form.check().and_then(|typed| cx.write(move |tx| actions::save(tx, id, &typed))) {
        Ok(after) => Ok(Done::to(format!("/reports/{id}")).say("report-was-saved").view(&after)),
        Err(Problem::Refused(say)) => Err(Problem::Refused(say).into()),
        Err(problem) => {
            let errors = errors_of(problem, "practices")?;
            let (visitor, shown) = (cx.visitor()?, errors.clone());
            let page = cx.read(move |c| page(c, &visitor, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
