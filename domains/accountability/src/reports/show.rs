//! The page of a report: what it says, and what it can be compared with.

use askama::Template;
use kernel::{Cell, FieldError, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::enclosures::ACCEPT;
use web::form::{Faults, errors_of};
use web::history::{self, Line};
use web::links::{self, LinksView};
use web::{Done, Download, File, Page, Reading, Rejection, Visitor, Words, Writing};

use super::content::{Content, EntryPart, MeasurePart};
use super::record::{self, Report, ReportId, State, reference};
use super::{actions, body, is_visible, must_see, named};
use crate::files::{self, OneFile};
use crate::measures::rules::{Lamp, Progress, State as Stage};
use crate::policy::{ReadReports, WriteReports};
use crate::viewer::{may, must_cover};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReportId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/show.html")]
pub(super) struct ReportShow {
    #[serde(skip)]
    words: Words,
    report: Report,
    content: Content,
    /// How far its measures are together, in hundredths, half up; nothing where there are none.
    progress: Option<i64>,
    /// Other reports of the same body on the same plan: number and name.
    others: Vec<(i64, String)>,
    /// Files by number and name.
    files: Vec<(usize, String)>,
    /// Records that it is tied to.
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    may_write: bool,
    #[serde(skip)]
    faults: Faults,
}

impl ReportShow {
    fn at(&self, tail: &str) -> String {
        format!("/reports/{}{tail}", self.report.id)
    }

    fn is_draft(&self) -> bool {
        self.report.state == State::Draft
    }

    fn state(&self) -> String {
        self.words.t(&format!("report-state-{}", self.report.state.code()))
    }

    fn tone(&self) -> &'static str {
        if self.is_draft() { "warn" } else { "done" }
    }

    fn body(&self) -> String {
        body(&self.words, &self.report)
    }

    fn submitted(&self) -> String {
        self.report.submitted.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn lamps(&self) -> String {
        let all = self.content.lamps().into_iter().filter(|(_, n)| *n > 0);
        let one = |(lamp, n): (Lamp, usize)| format!("{} {n}", lamp_word(&self.words, lamp));
        all.map(one).collect::<Vec<_>>().join(&self.words.t("accountability-comma"))
    }

    fn texts(&self) -> [(String, &str); 4] {
        texts(&self.words, &self.content)
    }

    fn lamp(&self, lamp: &Lamp) -> String {
        lamp_word(&self.words, *lamp)
    }

    fn measure_state(&self, state: &Stage) -> String {
        measure_state(&self.words, *state)
    }

    fn due(&self, measure: &MeasurePart) -> String {
        measure.due.map_or_else(|| self.words.t("report-standing"), |day| self.words.day(day))
    }

    fn milestones(&self, measure: &MeasurePart) -> String {
        let (done, all) =
            (measure.milestones.iter().filter(|one| one.done_on.is_some()).count(), measure.milestones.len());
        let args = [("done", done.to_string()), ("all", all.to_string())];
        if all == 0 { String::new() } else { self.words.f("report-milestones", args) }
    }

    fn entry(&self, entry: &EntryPart) -> String {
        self.words.f("report-entry", [("day", self.words.day(entry.on)), ("text", entry.text.clone())])
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }
}

/// The word for a lamp.
pub(super) fn lamp_word(words: &Words, lamp: Lamp) -> String {
    words.t(&format!("report-lamp-{}", lamp.code()))
}

/// The word for the state of a measure.
pub(super) fn measure_state(words: &Words, state: Stage) -> String {
    words.t(&format!("report-measure-{}", state.code().replace('_', "-")))
}

/// What was typed, each under its name; what is empty is left out by those who print it.
pub(super) fn texts<'a>(words: &Words, content: &'a Content) -> [(String, &'a str); 4] {
    [
        (words.t("report-practices"), content.practices.as_str()),
        (words.t("report-problems"), content.problems.as_str()),
        (words.t("report-next-steps"), content.next_steps.as_str()),
        (words.t("report-help"), content.help.as_str()),
    ]
}

impl Page for ReportShow {
    fn title(&self) -> String {
        named(&self.words, &self.report)
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "report-number",
            "report-measure",
            "report-lead-body",
            "report-due",
            "report-measure-state",
            "report-percent",
            "report-lamp",
            "report-latest",
        ];
        let row = |one: &MeasurePart| {
            vec![
                Cell::text(&one.number),
                Cell::text(&one.content),
                Cell::text(&one.lead),
                Cell::day(one.due),
                Cell::text(self.measure_state(&one.state)),
                Cell::Int(one.percent.into()),
                Cell::text(self.lamp(&one.lamp)),
                Cell::text(one.latest.as_ref().map(|entry| entry.text.as_str()).unwrap_or_default()),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.content.measures().map(row).collect(),
        })
    }
}

fn page(c: &mut Conn, visitor: &Visitor, id: ReportId, errors: &[FieldError]) -> Result<ReportShow, Problem> {
    let report = record::find(c, id)?;
    must_see(visitor, &report)?;
    let content = record::content(c, &report)?;
    let others = record::of_body(c, report.plan, report.org)?;
    let others = others.into_iter().filter(|other| other.id != id && is_visible(visitor, other));
    Ok(ReportShow {
        progress: content.progress().map(Progress::rounded),
        others: others.map(|other| (other.id.0, named(&visitor.words, &other))).collect(),
        files: files::listed(c, &reference(id))?,
        links: None,
        history: history::of(c, &visitor.words, "accountability", &reference(id))?,
        may_write: may::<WriteReports>(visitor, report.org, &report.org_path),
        faults: Faults::of(errors, &visitor.words),
        words: visitor.words.clone(),
        content,
        report,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadReports>, one: One) -> Result<ReportShow, Problem> {
    let visitor = cx.visitor()?;
    let mut page = page(cx.db, &visitor, one.id, &[])?;
    page.links = Some(links::view(cx, &reference(one.id))?);
    Ok(page)
}

fn must_write(cx: &Writing<'_, WriteReports>, id: ReportId) -> Result<(), Problem> {
    let reach = cx.permit.reach().clone();
    cx.read(move |c| {
        let report = record::find(c, id)?;
        must_cover(&reach, report.org, &report.org_path)
    })
}

pub(super) fn submit(cx: &mut Writing<'_, WriteReports>, one: One) -> Result<Done, Rejection> {
    must_write(cx, one.id)?;
    let report = cx.write(move |tx| actions::submit(tx, one.id))?;
    Ok(Done::to(format!("/reports/{}", one.id)).say("report-was-submitted").view(&report))
}

pub(super) fn add_files(
    cx: &mut Writing<'_, WriteReports>,
    one: One,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    must_write(cx, one.id)?;
    let kept = files::sent(sent)
        .map_err(Problem::Invalid)
        .and_then(|taken| cx.write(move |tx| files::keep(tx, &reference(one.id), &taken)));
    match kept {
        Ok(()) => Ok(Done::to(format!("/reports/{}", one.id)).say("accountability-files-were-added")),
        Err(problem) => {
            let errors = errors_of(problem, "files")?;
            let (visitor, shown) = (cx.visitor()?, errors.clone());
            let page = cx.read(move |c| page(c, &visitor, one.id, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}

pub(super) fn download(cx: &mut Reading<'_, ReadReports>, one: OneFile) -> Result<Download, Problem> {
    let visitor = cx.visitor()?;
    let report = record::find(cx.db, ReportId(one.id))?;
    must_see(&visitor, &report)?;
    web::enclosures::handed_out(cx.db, &reference(report.id), one.file)
}
