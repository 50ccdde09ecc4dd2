//! Two reports of the same body side by side.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::content::MeasurePart;
use super::record::{self, ReportId};
use super::rules::{Change, Compared, compare};
use super::show::{lamp_word, measure_state};
use super::{must_see, named};
use crate::policy::ReadReports;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Pair {
    id: ReportId,
    /// Number of the other report, of the same body on the same plan.
    with: i64,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/comparison.html")]
pub(super) struct Comparison {
    #[serde(skip)]
    words: Words,
    /// The earlier and the later report: number and name.
    before: (i64, String),
    after: (i64, String),
    /// How many measures changed in which way.
    counts: Vec<(Change, usize)>,
    measures: Vec<Compared>,
}

impl Comparison {
    fn after_at(&self) -> String {
        format!("/reports/{}", self.after.0)
    }

    fn export(&self) -> String {
        format!("/reports/{}/comparison?with={}&format=xlsx", self.after.0, self.before.0)
    }

    fn of(&self, change: &Change) -> Vec<&Compared> {
        self.measures.iter().filter(|one| one.change == *change).collect()
    }

    fn change(&self, change: &Change) -> String {
        self.words.t(&format!("report-change-{}", change.code()))
    }

    fn number(&self, one: &Compared) -> String {
        one.measure().map(|measure| measure.number.clone()).unwrap_or_default()
    }

    fn content(&self, one: &Compared) -> String {
        one.measure().map(|measure| measure.content.clone()).unwrap_or_default()
    }

    fn stood(&self, one: &Option<MeasurePart>) -> String {
        let Some(one) = one else { return "–".into() };
        let args = [
            ("state", measure_state(&self.words, one.state)),
            ("percent", one.percent.to_string()),
            ("lamp", lamp_word(&self.words, one.lamp)),
        ];
        self.words.f("report-stood", args)
    }
}

impl Page for Comparison {
    fn title(&self) -> String {
        self.words.t("report-comparison")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head =
            [self.words.t("report-number"), self.words.t("report-measure"), self.words.t("report-change")];
        let row = |one: &Compared| {
            vec![
                Cell::text(self.number(one)),
                Cell::text(self.content(one)),
                Cell::text(self.change(&one.change)),
                Cell::text(self.stood(&one.before)),
                Cell::text(self.stood(&one.after)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.into_iter().chain([self.before.1.clone(), self.after.1.clone()]).collect(),
            rows: self.measures.iter().map(row).collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadReports>, pair: Pair) -> Result<Comparison, Problem> {
    let (words, visitor) = (cx.words(), cx.visitor()?);
    let mut both = [record::find(cx.db, pair.id)?, record::find(cx.db, ReportId(pair.with))?];
    for report in &both {
        must_see(&visitor, report)?;
    }
    both.sort_by_key(|report| (report.until, report.id));
    let [before, after] = both;
    if (before.plan, before.org) != (after.plan, after.org) {
        return Err(Problem::refused("report-of-another"));
    }
    let measures = compare(&record::content(cx.db, &before)?, &record::content(cx.db, &after)?);
    let count = |change: Change| (change, measures.iter().filter(|one| one.change == change).count());
    Ok(Comparison {
        counts: Change::ALL.map(count).into(),
        before: (before.id.0, named(&words, &before)),
        after: (after.id.0, named(&words, &after)),
        measures,
        words,
    })
}
