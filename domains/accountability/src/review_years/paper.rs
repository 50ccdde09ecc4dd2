//! The evaluation form (测评表) that is handed out at a hearing.

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading};

use super::record::{self, YearId};
use super::show::grade_word;
use crate::policy::ConductReviews;
use crate::reviews::record as reviews;
use crate::reviews::rules::Grade;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: YearId,
}

pub(super) fn form(cx: &mut Reading<'_, ConductReviews>, one: One) -> Result<PaperView, Problem> {
    let words = cx.words();
    let year = record::find(cx.db, one.id)?;
    let all = reviews::of_year(cx.db, one.id)?;
    if all.is_empty() {
        return Err(Problem::Missing);
    }
    let name = words.f("review-form-title", [("year", year.year.to_string())]);
    let groups: Vec<String> = year.parameters.groups.iter().map(|group| group.name.clone()).collect();
    let mut columns = vec![
        Column::new(words.t("review-organisation")).weight(6),
        Column::new(words.t("review-person")).weight(3).middle(),
    ];
    columns.extend(Grade::ALL.map(|grade| Column::new(grade_word(&words, grade)).weight(2).middle()));
    let row = |one: &reviews::Review| vec![Cell::text(&one.org_name), Cell::text(&one.person)];
    let table = Table::new(columns).roomy().rows(all.iter().map(row));
    let paper = words
        .paper(name.clone())
        .choices(words.t("review-form-group"), groups)
        .text(words.t("review-form-how"))
        .table(table);
    let back = words.f("review-year-of", [("year", year.year.to_string())]);
    Ok(PaperView::new(cx, paper).back(format!("/review-years/{}", one.id), back).named(name))
}
