//! The list of evaluations.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Evaluation};
use crate::policy::{ReadEvaluations, RunEvaluation};
use crate::voting::said_windows;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "evaluations/list.html")]
pub(super) struct EvaluationList {
    #[serde(skip)]
    words: Words,
    evaluations: Vec<Evaluation>,
    may_run: bool,
}

impl EvaluationList {
    fn cast(&self, one: &Evaluation) -> String {
        said_windows(&self.words, &one.windows).1
    }

    fn state(&self, one: &Evaluation) -> String {
        self.words.t(&format!("ballots-state-{}", one.state.code()))
    }
}

impl Page for EvaluationList {
    fn title(&self) -> String {
        self.words.t("ballots-title")
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadEvaluations>, _: Nothing) -> Result<EvaluationList, Problem> {
    Ok(EvaluationList {
        words: cx.words(),
        evaluations: record::all(cx.db)?,
        may_run: cx.can::<RunEvaluation>(),
    })
}
