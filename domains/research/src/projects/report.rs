//! The report of a project: its text and files.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Download, File, Page, Reading, Rejection, Words, Writing, enclosures};

use super::actions;
use super::record::{self, ProjectId, reference};
use crate::policy::{KeepProjects, ReadProjects};
use crate::sight::Sight;

/// Characters of a report.
const REPORT: usize = 50_000;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ProjectId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: ProjectId,
    /// Its number among the files of the project, from 1.
    file: usize,
}

/// A report as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the project; from the address.
    id: i64,
    report: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "projects/report.html")]
pub(super) struct ReportPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    id: ProjectId,
    theme: String,
    report: String,
    files: Vec<(usize, String)>,
}

impl ReportPage {
    fn at(&self, tail: &str) -> String {
        format!("/research/{}{tail}", self.id)
    }
}

impl Page for ReportPage {
    fn title(&self) -> String {
        self.words.t("project-report-edit")
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    sight: &Sight,
    id: ProjectId,
    typed: Option<String>,
    errors: &[FieldError],
) -> Result<ReportPage, Problem> {
    let project = record::seen(c, sight, id)?;
    if !record::standing(c, sight, id)?.keeps {
        return Err(Problem::refused("project-not-yours"));
    }
    if !project.state.is_open() {
        return Err(Problem::refused("project-is-concluded"));
    }
    Ok(ReportPage {
        faults: Faults::of(errors, &words),
        theme: project.theme,
        report: typed.unwrap_or(project.report),
        files: enclosures::listed(c, &reference(id))?,
        id,
        words,
    })
}

pub(super) fn edit(cx: &mut Reading<'_, KeepProjects>, one: One) -> Result<ReportPage, Problem> {
    let sight = Sight::reading(cx)?;
    page(cx.db, cx.words(), &sight, one.id, None, &[])
}

pub(super) fn file(cx: &mut Reading<'_, ReadProjects>, one: OneFile) -> Result<Download, Problem> {
    let sight = Sight::reading(cx)?;
    record::seen(cx.db, &sight, one.id)?;
    match sight.visits() {
        true => enclosures::handed_out(cx.db, &reference(one.id), one.file),
        false => Err(Problem::Missing),
    }
}

pub(super) fn save(
    cx: &mut Writing<'_, KeepProjects>,
    typed: Typed,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (id, sight) = (ProjectId(typed.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let mut fields = Fields::default();
    let text = fields.text("report", &typed.report, REPORT);
    let files = enclosures::chosen(files, "files").unwrap_or_else(|say| {
        fields.wrong("files", say);
        Vec::new()
    });
    let saved = fields
        .done((text, files))
        .and_then(|(text, files)| cx.write(move |tx| actions::report(tx, &sight, id, &text, &files)));
    match saved {
        Ok(project) => Ok(Done::to(format!("/research/{id}")).say("project-report-was-saved").view(&project)),
        Err(problem) => Err(refuse(cx, id, typed.report, problem)),
    }
}

fn refuse(cx: &Writing<'_, KeepProjects>, id: ProjectId, typed: String, problem: Problem) -> Rejection {
    if matches!(problem, Problem::Refused(_)) {
        return Rejection::Problem(problem);
    }
    let again = || {
        let errors = errors_of(problem, "report")?;
        let (words, sight, shown) = (cx.words(), Sight::writing(cx)?, errors.clone());
        let page = cx.read(move |c| page(c, words, &sight, id, Some(typed), &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}
