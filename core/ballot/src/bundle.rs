//! The sealed bundle, and the recount from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::board::Board;
use crate::bytes::Hash;
use crate::cast::Cast;
use crate::check::{Checked, Electoral};
use crate::form::Kind;
use crate::signing;
use crate::tally::{BoxTally, tally};

/// The files of a bundle, unpacked.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    /// `manifest.json`.
    pub manifest: Vec<u8>,
    /// `manifest.sig`: 64 bytes in base64url.
    pub manifest_signature: Vec<u8>,
    /// `board.json`.
    pub board: Vec<u8>,
    /// `ballots.jsonl`.
    pub ballots: Vec<u8>,
    /// `texts.json`.
    pub texts: Vec<u8>,
    /// `tallies.json`.
    pub tallies: Vec<u8>,
}

/// Words written in answer to one question, apart from the ballots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsOfQuestion {
    /// Code of the box.
    #[serde(rename = "box")]
    pub box_code: String,
    /// Code of the question.
    pub question: String,
    /// The words, sorted by themselves.
    pub texts: Vec<String>,
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check: `manifest`, `board`, `ballots`, `unique`, `inclusion`, `counts`, `tallies`, `texts`.
    pub check: &'static str,
    /// Whether it held.
    pub held: bool,
    /// Figures, or what is wrong, in a few words for the log.
    pub detail: String,
}

/// The result of a recount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Hash of the manifest, to be held against the printed notice.
    pub manifest: Option<Hash>,
    /// Root of the board.
    pub root: Option<Hash>,
    /// Every check in its order; the later ones are left out where an earlier one makes them impossible.
    pub findings: Vec<Finding>,
    /// What the recount came to.
    pub tallies: Vec<BoxTally>,
}

impl Report {
    /// Whether everything held.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.held)
    }

    fn say(&mut self, check: &'static str, found: Result<String, String>) -> bool {
        let held = found.is_ok();
        let (Ok(detail) | Err(detail)) = found;
        self.findings.push(Finding { check, held, detail });
        held
    }
}

impl Bundle {
    /// Checks and recounts everything: the manifest's signature, the board, every ballot's two signatures, that no key and no leaf
    /// stands twice, that the ballots are exactly the leaves of the board, the counts, and the tallies.
    pub fn verify(&self) -> Report {
        let mut report = Report { manifest: None, root: None, findings: Vec::new(), tallies: Vec::new() };
        let electoral = match Electoral::new(&self.manifest) {
            Ok(electoral) => electoral,
            Err(fault) => {
                report.say("manifest", Err(fault.to_string()));
                return report;
            }
        };
        let (manifest, hash) = (electoral.manifest(), electoral.hash());
        report.manifest = Some(hash);
        let signature: Option<[u8; 64]> = std::str::from_utf8(&self.manifest_signature)
            .ok()
            .and_then(|text| crate::from_base64url(text.trim()))
            .and_then(|bytes| bytes.try_into().ok());
        let signed = signature.is_some_and(|signature| {
            signing::verify(&manifest.board_key, &signing::manifest_message(&hash), &signature)
        });
        let boxes = manifest.boxes.len();
        report.say("manifest", if signed { Ok(format!("{boxes} boxes")) } else { Err("signature".into()) });

        let board: Board = match serde_json::from_slice(&self.board) {
            Ok(board) => board,
            Err(error) => {
                report.say("board", Err(error.to_string()));
                return report;
            }
        };
        report.root = Some(board.root);
        let held = board.check(manifest, &hash);
        report.say("board", held.map(|()| board.closed.clone()).map_err(|fault| fault.to_string()));

        let checked = match self.checked(&electoral) {
            Ok(checked) => checked,
            Err(wrong) => {
                report.say("ballots", Err(wrong));
                return report;
            }
        };
        report
            .say("ballots", Ok(format!("{} ballots, each signed by its key and by its box", checked.len())));
        let keys: BTreeSet<_> = checked.iter().map(|one| (&one.ballot.box_code, one.ballot.key)).collect();
        let unique = keys.len() == checked.len();
        report
            .say("unique", if unique { Ok(keys.len().to_string()) } else { Err("a key voted twice".into()) });
        report.say("inclusion", included(&board, &checked));
        let (issued, cast) = board.boxes.iter().fold((0u64, 0u64), |(issued, cast), one| {
            (issued + u64::from(one.issued), cast + u64::from(one.cast))
        });
        let roster: u64 = board.boxes.iter().map(|one| u64::from(one.roster)).sum();
        let counts = format!("roster {roster}, issued {issued}, cast {cast}");
        let in_order = cast <= issued && cast == checked.len() as u64;
        report.say("counts", if in_order { Ok(counts) } else { Err(counts) });

        report.tallies = tally(manifest, &checked);
        let said: Result<Vec<BoxTally>, _> = serde_json::from_slice(&self.tallies);
        let same = match said {
            Ok(said) if said == report.tallies => Ok(format!("{boxes} boxes counted alike")),
            Ok(_) => Err("the recount differs".into()),
            Err(error) => Err(error.to_string()),
        };
        report.say("tallies", same);
        let texts = self.texts_agree(&electoral, &report.tallies);
        report.say("texts", texts);
        report
    }

    fn checked(&self, electoral: &Electoral) -> Result<Vec<Checked>, String> {
        let lines: Vec<&[u8]> =
            self.ballots.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let cast = Cast::parse(line).map_err(|error| format!("line {}: {error}", at + 1))?;
                electoral.check(&cast).map_err(|refusal| format!("line {}: {refusal}", at + 1))
            })
            .collect()
    }

    /// As many words as commitments; whose they are cannot be told, which is the point.
    fn texts_agree(&self, electoral: &Electoral, tallies: &[BoxTally]) -> Result<String, String> {
        let texts: Vec<TextsOfQuestion> =
            serde_json::from_slice(&self.texts).map_err(|error| error.to_string())?;
        let mut given: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for one in &texts {
            let n = u32::try_from(one.texts.len()).unwrap_or(u32::MAX);
            if !one.texts.is_sorted() || given.insert((&one.box_code, &one.question), n).is_some() {
                return Err(format!("{} {}: not sorted, or twice", one.box_code, one.question));
            }
        }
        let mut expected: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for one in tallies {
            let form = electoral.manifest().box_of(&one.box_code).map(|(_, form)| form);
            for question in &one.questions {
                let is_text = form
                    .and_then(|form| form.question(&question.question))
                    .is_some_and(|known| known.kind == Kind::Text);
                if is_text && question.answered > 0 {
                    expected.insert((&one.box_code, &question.question), question.answered);
                }
            }
        }
        if given == expected {
            Ok(format!("{} answers in words", given.values().sum::<u32>()))
        } else {
            Err("not as many words as ballots commit to".into())
        }
    }
}

fn included(board: &Board, checked: &[Checked]) -> Result<String, String> {
    let mut by_box: BTreeMap<&str, Vec<Hash>> = BTreeMap::new();
    for one in checked {
        by_box.entry(&one.ballot.box_code).or_default().push(one.leaf);
    }
    for one in &board.boxes {
        let mut leaves = by_box.remove(one.code.as_str()).unwrap_or_default();
        leaves.sort_unstable();
        if leaves != one.leaves {
            return Err(format!("box {}: the ballots are not those on the board", one.code));
        }
    }
    Ok(format!("{} leaves", checked.len()))
}
