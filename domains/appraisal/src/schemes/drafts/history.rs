//! How a draft came to be what it is, revision by revision.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Draft, DraftId};
use crate::policy::ReadPreparation;
use crate::schemes::sentences::between;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: DraftId,
}

/// One revision.
#[derive(Serialize, JsonSchema)]
struct Step {
    by: String,
    at: String,
    changes: Vec<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/history.html")]
pub(super) struct HistoryPage {
    #[serde(skip)]
    words: Words,
    draft: Draft,
    /// The newest first.
    steps: Vec<Step>,
}

impl HistoryPage {
    fn at(&self) -> String {
        format!("/schemes/drafts/{}", self.draft.id)
    }
}

impl Page for HistoryPage {
    fn title(&self) -> String {
        self.words.t("scheme-history")
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<HistoryPage, Problem> {
    let draft = record::find(cx.db, input.id)?;
    let words = cx.words();
    let mut before: Option<Scheme> = None;
    let mut steps = Vec::new();
    for revision in record::revisions(cx.db, input.id, 1)? {
        let now = Scheme::draft_from_toml(&revision.toml).map_err(Problem::unexpected)?;
        let changes = match &before {
            Some(before) => between(before, &now, &words).into_iter().map(|change| change.text).collect(),
            None => vec![words.t("scheme-history-begun")],
        };
        steps.push(Step { by: revision.by, at: words.moment(revision.at), changes });
        before = Some(now);
    }
    steps.reverse();
    Ok(HistoryPage { draft, steps, words })
}
