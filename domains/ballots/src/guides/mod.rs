//! Two pages in plain words: for whoever doubts, and for whoever checks.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Open, Page, Reading, Routes, Words};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/ballots/how", Open, how).get("/ballots/auditing", Open, auditing)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// For whoever doubts: how it works, what to check oneself, and what no such system can promise.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "guides/how.html")]
struct HowPage {
    #[serde(skip)]
    words: Words,
}

impl Page for HowPage {
    fn title(&self) -> String {
        self.words.t("ballots-how")
    }
}

fn how(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<HowPage, Problem> {
    Ok(HowPage { words: cx.words() })
}

/// For whoever checks: what a bundle holds, how it is recounted, what each check shows and what it does not.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "guides/auditing.html")]
struct AuditingPage {
    #[serde(skip)]
    words: Words,
}

impl AuditingPage {
    /// The checks of a recount: name, what holds, what it means if it does not.
    fn checks(&self) -> Vec<(String, String, String)> {
        let names = ["manifest", "board", "ballots", "unique", "inclusion", "counts", "tallies", "texts"];
        let one = |name: &str| {
            let said = |what: &str| self.words.t(&format!("ballots-audit-{name}{what}"));
            (said(""), said("-holds"), said("-fails"))
        };
        names.into_iter().map(one).collect()
    }
}

impl Page for AuditingPage {
    fn title(&self) -> String {
        self.words.t("ballots-auditing")
    }
}

fn auditing(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<AuditingPage, Problem> {
    Ok(AuditingPage { words: cx.words() })
}
