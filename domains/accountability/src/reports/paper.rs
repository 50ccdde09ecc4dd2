//! A report as a paper.

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading, Words};

use super::content::{AspectPart, MeasurePart};
use super::record::{self, ReportId, State};
use super::show::{lamp_word, measure_state, texts};
use super::{body, must_see, named};
use crate::measures::rules::Progress;
use crate::policy::ReadReports;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReportId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadReports>, one: One) -> Result<PaperView, Problem> {
    let (words, visitor, site) = (cx.words(), cx.visitor()?, cx.site().clone());
    let report = record::find(cx.db, one.id)?;
    must_see(&visitor, &report)?;
    let content = record::content(cx.db, &report)?;
    let path = report.org.is_some().then_some(report.org_path.as_str());
    let office = web::signer(cx.db, &site, &words, path)?;
    let title = words.f("report-paper-title", [("plan", content.plan.clone())]);
    let mut paper = words.paper(title);
    if report.org.is_some() {
        paper = paper.to(&office);
    }
    if report.state == State::Draft {
        paper = paper.text(words.t("report-paper-draft"));
    }
    let measures = content.measures().count();
    let opening = [
        ("day", words.day(content.until)),
        ("n", measures.to_string()),
        ("progress", content.progress().map_or(0, Progress::rounded).to_string()),
    ];
    paper = paper.text(words.f("report-paper-opening", opening));
    paper = paper.section(words.t("report-paper-measures"));
    for aspect in &content.aspects {
        paper = paper.subsection(&aspect.name).table(table(&words, aspect));
    }
    for (name, text) in texts(&words, &content).into_iter().filter(|(_, text)| !text.is_empty()) {
        paper = paper.section(name).text(text);
    }
    let signer = if report.org.is_some() { body(&words, &report) } else { office };
    let paper = paper.signed(signer, report.submitted.unwrap_or(report.until));
    let name = named(&words, &report);
    Ok(PaperView::new(cx, paper).back(format!("/reports/{}", one.id), name.clone()).named(name))
}

fn table(words: &Words, aspect: &AspectPart) -> Table {
    let columns = [
        Column::new(words.t("report-number")).weight(2).middle(),
        Column::new(words.t("report-measure")).weight(7),
        Column::new(words.t("report-measure-state")).weight(3).middle(),
        Column::new(words.t("report-percent")).weight(2).right(),
        Column::new(words.t("report-lamp")).weight(2).middle(),
        Column::new(words.t("report-latest")).weight(7),
    ];
    let row = |one: &MeasurePart| {
        vec![
            Cell::text(&one.number),
            Cell::text(&one.content),
            Cell::text(measure_state(words, one.state)),
            Cell::text(format!("{}%", one.percent)),
            Cell::text(lamp_word(words, one.lamp)),
            Cell::text(one.latest.as_ref().map(|entry| entry.text.as_str()).unwrap_or_default()),
        ]
    };
    Table::new(columns).caption(&aspect.name).rows(aspect.measures.iter().map(row))
}
