//! What the slots came to.

use std::collections::BTreeMap;

use ballot::{Board, BoxTally, Checked, Counts, Hash, Manifest, Text, TextsOfQuestion, tally};
use kernel::Problem;
use kernel::contracts::BallotCount;
use store::Conn;

use crate::boxes::record as boxes;
use crate::evaluations::record::EvaluationId;

/// Checked ballots and, apart from them, the words.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub ballots: Vec<Checked>,
    /// By box and question.
    texts: BTreeMap<(String, String), Vec<String>>,
    /// By code of the box.
    pub issued: BTreeMap<String, Counts>,
}

impl Counted {
    /// One more ballot. Its words go apart from it here; what tied them together is not kept.
    pub fn add(&mut self, checked: Checked, texts: Vec<Text>) {
        for Text { question, text } in texts {
            self.texts.entry((checked.ballot.box_code.clone(), question)).or_default().push(text);
        }
        self.ballots.push(checked);
    }

    /// Ballots by their hashes, words by themselves: no order is left in which anything came.
    pub fn sort(&mut self) {
        self.ballots.sort_by_key(|one| one.leaf);
        self.texts.values_mut().for_each(|texts| texts.sort());
    }

    /// Words as a bundle holds them.
    pub fn texts(&self) -> Vec<TextsOfQuestion> {
        let one = |((box_code, question), texts): (&(String, String), &Vec<String>)| TextsOfQuestion {
            box_code: box_code.clone(),
            question: question.clone(),
            texts: texts.clone(),
        };
        self.texts.iter().map(one).collect()
    }

    /// Counts and leaves of every box of the manifest.
    pub fn boxes(&self, manifest: &Manifest) -> Vec<(Counts, Vec<Hash>)> {
        let mut leaves: BTreeMap<&str, Vec<Hash>> = BTreeMap::new();
        for ballot in &self.ballots {
            leaves.entry(&ballot.ballot.box_code).or_default().push(ballot.leaf);
        }
        let of = |code: &str| {
            let counts = self.issued.get(code).copied().unwrap_or_default();
            (counts, leaves.get(code).cloned().unwrap_or_default())
        };
        manifest.boxes.iter().map(|one| of(&one.code)).collect()
    }

    /// The tallies.
    pub fn tallies(&self, manifest: &Manifest) -> Vec<BoxTally> {
        tally(manifest, &self.ballots)
    }
}

/// Counts as the appraisal takes them, with the code of the box in the place of the organisation.
pub(super) fn for_appraisal(
    counted: &Counted,
    manifest: &Manifest,
    board: &Board,
) -> Vec<(String, BallotCount)> {
    let mut counts = Vec::new();
    for ((tally, one), known) in counted.tallies(manifest).into_iter().zip(&board.boxes).zip(&manifest.boxes)
    {
        let form = manifest.forms.get(&known.group.code);
        for question in tally.questions {
            if !form.and_then(|form| form.question(&question.question)).is_some_and(|q| q.scored) {
                continue;
            }
            let enough = tally.ballots >= manifest.minimum;
            let count = BallotCount {
                org: kernel::OrgId(0),
                indicator: question.question,
                group: known.group.code.clone(),
                issued: one.issued,
                paper: one.paper,
                returned: tally.ballots,
                choices: enough.then_some(question.choices),
            };
            counts.push((known.code.clone(), count));
        }
    }
    counts
}

/// The same, with the organisations.
pub(super) fn with_places(
    c: &mut Conn,
    id: EvaluationId,
    counts: Vec<(String, BallotCount)>,
) -> Result<Vec<BallotCount>, Problem> {
    let boxes: BTreeMap<String, kernel::OrgId> =
        boxes::of_evaluation(c, id)?.into_iter().map(|one| (one.code, one.org)).collect();
    counts
        .into_iter()
        .map(|(code, count)| {
            let org = boxes.get(&code).copied().ok_or(Problem::Missing)?;
            Ok(BallotCount { org, ..count })
        })
        .collect()
}
