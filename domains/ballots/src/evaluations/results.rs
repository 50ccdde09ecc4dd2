//! What a closed evaluation came to, as far as it may be shown.

use askama::Template;
use kernel::{OrgId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, EvaluationId};
use crate::boxes::record as boxes;
use crate::closing::results::{Shown, ShownOrganisation};
use crate::policy::ReadOutcome;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "evaluations/results.html")]
pub(super) struct ResultsPage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    cycle: i64,
    title: String,
    rehearsal: bool,
    minimum: u32,
    minimum_text: u32,
    shown: Shown,
    whole: bool,
}

impl ResultsPage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.id)
    }

    fn share(&self, choices: &[(String, u32)], n: u32) -> String {
        let all: u64 = choices.iter().map(|(_, n)| u64::from(*n)).sum();
        // To whole per cent, half up.
        let share = (u64::from(n) * 200 + all).checked_div(2 * all).unwrap_or(0);
        format!("{share}%")
    }

    fn taken_part(&self, one: &crate::closing::results::ShownBox) -> String {
        let args = [
            ("cast", one.cast.to_string()),
            ("issued", one.issued.to_string()),
            ("roster", one.roster.to_string()),
            ("paper", one.paper.to_string()),
        ];
        self.words.f("ballots-taken-part", args)
    }
}

impl Page for ResultsPage {
    fn title(&self) -> String {
        self.words.f("ballots-results-title", [("title", self.title.clone())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadOutcome>, one: One) -> Result<ResultsPage, Problem> {
    let words = cx.words();
    let evaluation = record::find(cx.db, one.id)?;
    let text = record::results(cx.db, one.id)?.ok_or_else(|| Problem::refused("ballots-not-closed"))?;
    let mut shown: Shown = serde_json::from_str(&text).map_err(Problem::unexpected)?;
    let reach = cx.permit.reach().clone();
    if !reach.all {
        let places = boxes::of_evaluation(cx.db, one.id)?;
        let orgs: Vec<OrgId> = places.iter().map(|place| place.org).collect();
        let directory =
            cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
        let briefs = directory.by_ids(cx.db, &orgs)?;
        let mine = |one: &ShownOrganisation| {
            let org = places.iter().find(|place| place.org_code == one.code).map(|place| place.org);
            briefs.iter().any(|brief| Some(brief.id) == org && reach.covers(brief.id, &brief.path))
        };
        shown.organisations.retain(mine);
        shown.groups.clear();
        if shown.organisations.is_empty() {
            return Err(Problem::Missing);
        }
    }
    Ok(ResultsPage {
        id: one.id,
        cycle: evaluation.cycle,
        title: evaluation.title,
        rehearsal: evaluation.rehearsal,
        minimum: evaluation.minimum,
        minimum_text: evaluation.minimum_text,
        shown,
        whole: reach.all,
        words,
    })
}
