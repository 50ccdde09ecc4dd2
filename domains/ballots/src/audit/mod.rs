//! For the auditor: the sealed bundle, and what to do with it.

use std::sync::Arc;

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Download, Page, Reading, Routes, Words};

use crate::closing;
use crate::evaluations::record::{self, Evaluation, EvaluationId, State};
use crate::policy::AuditBallots;
use crate::services::Services;

const SEALED: &str = "SELECT sealed FROM ballot_bundles WHERE evaluation_id = $1";

pub(crate) const STATEMENTS: &[&str] = &[SEALED];

pub(crate) fn routes(services: &Arc<Services>) -> Routes {
    let services = Arc::clone(services);
    Routes::new()
        .get("/ballot-audits", AuditBallots, list)
        .get("/ballot-audits/{id}/bundle", AuditBallots, move |cx, one| bundle(&services, cx, one))
        .sample("/ballot-audits/1/bundle")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: EvaluationId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "audit/list.html")]
struct AuditList {
    #[serde(skip)]
    words: Words,
    evaluations: Vec<Evaluation>,
}

impl AuditList {
    fn day(&self, day: &kernel::Day) -> String {
        self.words.day(*day)
    }
}

impl Page for AuditList {
    fn title(&self) -> String {
        self.words.t("ballots-audits")
    }
}

fn list(cx: &mut Reading<'_, AuditBallots>, _: Nothing) -> Result<AuditList, Problem> {
    let evaluations = record::all(cx.db)?.into_iter().filter(|one| one.state == State::Closed).collect();
    Ok(AuditList { words: cx.words(), evaluations })
}

fn bundle(
    services: &Arc<Services>,
    cx: &mut Reading<'_, AuditBallots>,
    one: One,
) -> Result<Download, Problem> {
    let sealed: Vec<u8> = cx.db.maybe(SEALED, &[&one.id], |row| row.get(0))?.ok_or(Problem::Missing)?;
    let bytes = services.sealing.open(&sealed, &closing::owner(one.id))?;
    Ok(Download { name: format!("ballots-{}.zip", one.id), mime: "application/zip", bytes })
}
