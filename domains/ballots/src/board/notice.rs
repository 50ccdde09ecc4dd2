//! The notice that hangs on the wall: what is asked of whom, when, and the hash against which everybody can compare.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Open, Page, Reading, Words, qr_picture};

use crate::evaluations::record::{self, EvaluationId};
use crate::voting::said_windows;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// A box on the notice.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    organisation: String,
    group: String,
    roster: u32,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "board/notice.html")]
pub(super) struct NoticePage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    title: String,
    organ: String,
    opened: String,
    issue: String,
    cast: String,
    manifest_hash: String,
    /// Where a telephone is led, with the hash to compare.
    address: String,
    /// The same as a picture; nothing where the installation does not know its own address.
    #[serde(skip)]
    qr: Option<(String, usize)>,
    lines: Vec<Line>,
}

impl NoticePage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.id)
    }
}

impl Page for NoticePage {
    fn title(&self) -> String {
        self.words.f("ballots-notice-title", [("title", self.title.clone())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, Open>, one: One) -> Result<NoticePage, Problem> {
    let words = cx.words();
    let (evaluation, manifest, hash) = record::with_manifest(cx.db, one.id)?;
    let home = cx.site().settings.public_url.clone().unwrap_or_default();
    let address = format!("{}/evaluations/{}/vote#m={hash}", home.trim_end_matches('/'), one.id);
    let (issue, cast) = said_windows(&words, &evaluation.windows);
    Ok(NoticePage {
        id: one.id,
        title: evaluation.title,
        organ: manifest.organ,
        opened: evaluation.opened_on.map(|day| words.day(day)).unwrap_or_default(),
        issue,
        cast,
        manifest_hash: hash.in_groups(),
        qr: if home.is_empty() { None } else { Some(qr_picture(&address)?) },
        address,
        lines: manifest
            .boxes
            .into_iter()
            .map(|one| Line {
                organisation: one.organisation.name,
                group: one.group.name,
                roster: one.roster,
            })
            .collect(),
        words,
    })
}
