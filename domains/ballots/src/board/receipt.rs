//! Whether a ballot stands on the board: checked by the browser itself, or, without script, here.

use askama::Template;
use ballot::{Board, Hash, Manifest, from_base64url, verify_board_signature};
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Open, Page, Reading, Words};

use crate::evaluations::record::{self, EvaluationId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    id: EvaluationId,
    /// A receipt as the voter's page gave it, or the hash of a ballot.
    #[serde(default)]
    receipt: String,
}

/// A receipt as the voter's page writes it.
#[derive(Debug, Deserialize)]
struct Kept {
    manifest: Hash,
    #[serde(rename = "box")]
    box_code: String,
    leaf: Hash,
    receipt: String,
}

/// One thing that was checked.
#[derive(Debug, Serialize, JsonSchema)]
struct Step {
    held: bool,
    said: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "board/receipt.html")]
pub(super) struct ReceiptPage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    title: String,
    published: bool,
    typed: String,
    /// Nothing before somebody asks.
    verdict: Option<bool>,
    steps: Vec<Step>,
    error: String,
    #[serde(skip)]
    data: String,
}

impl ReceiptPage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.id)
    }
}

impl Page for ReceiptPage {
    fn title(&self) -> String {
        self.words.f("ballots-check-title", [("title", self.title.clone())])
    }
}

/// The checks, by their names in the sentences.
const CHECKS: [&str; 6] = ["manifest", "signature", "leaf", "box", "counts", "head"];

fn check(kept: &Kept, manifest: &Manifest, hash: &Hash, board: &Board) -> [bool; 6] {
    let signature = from_base64url(&kept.receipt).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    let signed = signature.is_some_and(|signature| {
        verify_board_signature(&manifest.board_key, &kept.manifest, &kept.box_code, &kept.leaf, &signature)
    });
    let found = board.inclusion(manifest, &kept.leaf).is_some_and(|one| one.box_code == kept.box_code);
    let whole = board.check(manifest, hash);
    let sound =
        |wrong: fn(&ballot::BoardFault) -> bool| whole.as_ref().err().is_none_or(|fault| !wrong(fault));
    [
        kept.manifest == *hash,
        signed,
        found,
        sound(|fault| matches!(fault, ballot::BoardFault::Leaves(_) | ballot::BoardFault::Boxes)),
        sound(|fault| matches!(fault, ballot::BoardFault::Counts(_))),
        whole.is_ok(),
    ]
}

pub(super) fn show(cx: &mut Reading<'_, Open>, asked: Asked) -> Result<ReceiptPage, Problem> {
    let words = cx.words();
    let evaluation = record::find_public(cx.db, asked.id)?;
    let board = record::board(cx.db, asked.id)?;
    let mut page = ReceiptPage {
        id: asked.id,
        title: evaluation.title,
        published: board.is_some(),
        typed: asked.receipt.trim().to_owned(),
        verdict: None,
        steps: Vec::new(),
        error: String::new(),
        data: String::new(),
        words: words.clone(),
    };
    let mut names: Vec<String> =
        CHECKS.iter().flat_map(|check| [format!("held_{check}"), format!("failed_{check}")]).collect();
    names.extend(
        ["verdict_yes", "verdict_no", "verdict_open", "unreadable", "unknown_evaluation", "offline"]
            .map(str::to_owned),
    );
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sentences = crate::voting::sentences(&words, &names, &[]);
    page.data = serde_json::json!({ "evaluation": asked.id, "sentences": sentences })
        .to_string()
        .replace('<', "\\u003c");
    if page.typed.is_empty() {
        return Ok(page);
    }
    let Ok(kept) = serde_json::from_str::<Kept>(&page.typed) else {
        page.error = words.t("ballots-say-unreadable");
        return Ok(page);
    };
    let Some(board) = board else {
        page.error = words.t("ballots-say-verdict-open");
        return Ok(page);
    };
    let (_, manifest, hash) = record::with_manifest(cx.db, asked.id)?;
    let board: Board = serde_json::from_str(&board).map_err(Problem::unexpected)?;
    let held = check(&kept, &manifest, &hash, &board);
    page.verdict = Some(held.iter().all(|held| *held));
    page.steps = CHECKS
        .iter()
        .zip(held)
        .map(|(check, held)| {
            let how = if held { "held" } else { "failed" };
            Step { held, said: words.t(&format!("ballots-say-{how}-{check}")) }
        })
        .collect();
    Ok(page)
}
