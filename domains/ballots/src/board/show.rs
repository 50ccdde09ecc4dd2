//! The board: counts and hashes, nothing else, for everybody.

use askama::Template;
use ballot::Board;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Open, Page, Reading, Words};

use crate::evaluations::record::{self, EvaluationId};
use crate::evaluations::rules::turnout;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// A box on the board.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    organisation: String,
    group: String,
    roster: u32,
    /// Before closing in steps of per cent; counts afterwards.
    issued: String,
    paper: String,
    cast: String,
    root: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "board/show.html")]
pub(super) struct BoardPage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    title: String,
    manifest_hash: String,
    /// The signed root, once it is closed.
    root: Option<String>,
    closed: String,
    remark: String,
    lines: Vec<Line>,
}

impl BoardPage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.id)
    }
}

impl Page for BoardPage {
    fn title(&self) -> String {
        self.words.f("ballots-board-title", [("title", self.title.clone())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, Open>, one: One) -> Result<BoardPage, Problem> {
    let words = cx.words();
    let (evaluation, manifest, hash) = record::with_manifest(cx.db, one.id)?;
    let board: Option<Board> = record::board(cx.db, one.id)?
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(Problem::unexpected)?;
    let lines = match &board {
        Some(board) => manifest
            .boxes
            .iter()
            .zip(&board.boxes)
            .map(|(known, one)| Line {
                organisation: known.organisation.name.clone(),
                group: known.group.name.clone(),
                roster: one.roster,
                issued: one.issued.to_string(),
                paper: one.paper.to_string(),
                cast: one.cast.to_string(),
                root: one.root.to_string(),
            })
            .collect(),
        None => {
            let boxes = crate::boxes::record::of_evaluation(cx.db, one.id)?;
            let step = |part: u32, of: u32| match turnout(part, of, evaluation.minimum) {
                Some(share) => words.f("ballots-at-least", [("share", share.to_string())]),
                None => words.t("ballots-too-few"),
            };
            boxes
                .iter()
                .filter(|one| one.roster > 0)
                .map(|one| Line {
                    organisation: one.org_name.clone(),
                    group: one.voters_name.clone(),
                    roster: one.roster,
                    issued: step(one.issued + one.paper, one.roster),
                    paper: String::new(),
                    cast: step(one.cast + one.paper, one.roster),
                    root: String::new(),
                })
                .collect()
        }
    };
    Ok(BoardPage {
        id: one.id,
        title: evaluation.title,
        manifest_hash: hash.in_groups(),
        root: board.map(|board| board.root.in_groups()),
        closed: evaluation.closed_on.map(|day| words.day(day)).unwrap_or_default(),
        remark: evaluation.remark,
        lines,
        words,
    })
}
