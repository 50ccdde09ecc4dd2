//! The voter's page: two steps, and what is promised and what is not.

use askama::Template;
use ballot::{Form, Kind, Manifest, sha256};
use kernel::{Capacity, Problem, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, SignedIn, Words};

use crate::boxes::record::{self as boxes};
use crate::evaluations::record::{self, EvaluationId, State, Windows};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// A choice as it stands on the page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct ChoiceView {
    code: String,
    name: String,
}

/// A question as it stands on the page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct QuestionView {
    code: String,
    text: String,
    required: bool,
    choices: Vec<ChoiceView>,
    /// Most characters; 0 for a choice.
    limit: u32,
}

/// One ballot of this voter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct BallotView {
    #[serde(rename = "box")]
    code: String,
    organisation: String,
    group: String,
    issued: bool,
    on_paper: bool,
    questions: Vec<QuestionView>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "voting/page.html")]
pub(super) struct VotePage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    title: String,
    rehearsal: bool,
    issue: String,
    cast: String,
    /// Everybody gets their credential before anybody votes.
    apart: bool,
    open: bool,
    over: bool,
    manifest_hash: String,
    minimum: u32,
    minimum_text: u32,
    any_text: bool,
    ballots: Vec<BallotView>,
    #[serde(skip)]
    data: String,
}

impl VotePage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.id)
    }

    fn hash_in_groups(&self) -> String {
        ballot::Hash::parse(&self.manifest_hash).map(|hash| hash.in_groups()).unwrap_or_default()
    }

    /// What the page promises, one sentence each.
    fn promised(&self) -> Vec<String> {
        let keys = ["once", "unlinkable", "own", "count"];
        keys.into_iter().map(|key| self.words.t(&format!("ballots-promise-{key}"))).collect()
    }

    /// What it does not promise.
    fn not_promised(&self) -> Vec<String> {
        let mut keys = vec!["live", "unanimous"];
        if self.any_text {
            keys.push("words");
        }
        keys.push("shoulder");
        let mut said: Vec<String> =
            keys.into_iter().map(|key| self.words.t(&format!("ballots-no-promise-{key}"))).collect();
        let windows = if self.apart { "ballots-windows-apart" } else { "ballots-windows-together" };
        said.push(self.words.t(windows));
        said
    }
}

impl Page for VotePage {
    fn title(&self) -> String {
        self.title.clone()
    }
}

fn questions(form: &Form) -> Vec<QuestionView> {
    form.questions
        .iter()
        .map(|question| QuestionView {
            code: question.code.clone(),
            text: question.text.clone(),
            required: question.required,
            choices: question
                .choices
                .iter()
                .map(|choice| ChoiceView { code: choice.code.clone(), name: choice.name.clone() })
                .collect(),
            limit: if question.kind == Kind::Text { question.limit.unwrap_or(0) } else { 0 },
        })
        .collect()
}

/// From when until when, in the words of the reader.
pub(crate) fn said_windows(words: &Words, windows: &Windows) -> (String, String) {
    let said = |from: kernel::Moment, until: kernel::Moment| {
        words.f("ballots-from-until", [("from", words.moment(from)), ("until", words.moment(until))])
    };
    (said(windows.issue_from, windows.issue_until), said(windows.cast_from, windows.cast_until))
}

/// Tells one voter's keys from another's on a shared computer; says nothing to anybody else.
pub(super) fn holder(id: EvaluationId, user: UserId) -> String {
    let mut holder = sha256(format!("holder:{id}:{user}").as_bytes()).to_string();
    holder.truncate(32);
    holder
}

pub(super) fn show(cx: &mut Reading<'_, SignedIn>, one: One) -> Result<VotePage, Problem> {
    let words = cx.words();
    let evaluation = record::find_public(cx.db, one.id)?;
    let who = cx.principal().cloned().ok_or(Problem::SignInNeeded)?;
    if who.capacity != Capacity::Oneself {
        return Err(Problem::refused("ballots-in-person"));
    }
    let mine = match who.person {
        Some(person) => boxes::of_person(cx.db, person)?,
        None => Vec::new(),
    };
    let frozen = record::manifest(cx.db, one.id)?.ok_or(Problem::Missing)?;
    let (manifest, hash) = Manifest::parse(frozen.bytes.as_bytes()).map_err(Problem::unexpected)?;
    let ballots: Vec<BallotView> = mine
        .into_iter()
        .filter(|entitled| entitled.place.evaluation == one.id)
        .filter_map(|entitled| {
            let (_, form) = manifest.box_of(&entitled.place.code)?;
            Some(BallotView {
                questions: questions(form),
                code: entitled.place.code,
                organisation: entitled.place.org_name,
                group: entitled.place.voters_name,
                issued: entitled.issued,
                on_paper: entitled.on_paper,
            })
        })
        .collect();
    let open = evaluation.state == State::Open;
    let now = cx.now();
    let over = evaluation.windows.cast_until <= now
        || matches!(evaluation.state, State::Closing | State::Closed | State::Void);
    let data_sentences = sentences(&words, SENTENCES, PLACES);
    let data = serde_json::json!({
        "evaluation": one.id,
        "holder": holder(one.id, who.user),
        "manifest_hash": hash,
        "manifest_signature": frozen.signature,
        "manifest_href": format!("/evaluations/{}/manifest.json", one.id),
        "credential_href": format!("/evaluations/{}/credentials", one.id),
        "cast_href": "/ballots",
        "receipt_href": format!("/evaluations/{}/receipt", one.id),
        "issuing": open && evaluation.windows.issuing(now),
        "casting": open && evaluation.windows.casting(now),
        "casting_over": over,
        "sentences": data_sentences,
    });
    let (issue, cast) = said_windows(&words, &evaluation.windows);
    Ok(VotePage {
        id: one.id,
        title: evaluation.title,
        rehearsal: evaluation.rehearsal,
        issue,
        cast,
        apart: evaluation.windows.are_apart(),
        open,
        over,
        manifest_hash: hash.to_string(),
        minimum: evaluation.minimum,
        minimum_text: evaluation.minimum_text,
        any_text: ballots.iter().any(|one| one.questions.iter().any(|q| q.limit > 0)),
        ballots,
        data: data.to_string().replace('<', "\\u003c"),
        words,
    })
}

/// Sentences for a script, by the names under which it asks; a value that it fills in stands in braces.
pub(crate) fn sentences(
    words: &Words,
    names: &[&str],
    places: &[&'static str],
) -> serde_json::Map<String, serde_json::Value> {
    let places: Vec<(&'static str, String)> =
        places.iter().map(|place| (*place, format!("{{{place}}}"))).collect();
    let one = |name: &&str| {
        let key = format!("ballots-say-{}", name.replace('_', "-"));
        ((*name).to_owned(), words.f(&key, &places).into())
    };
    names.iter().map(one).collect()
}

const PLACES: &[&str] = &["question", "limit", "leaf", "evaluation", "box"];

const SENTENCES: &[&str] = &[
    "offline",
    "signed_out",
    "refused",
    "issue_failed",
    "bad_answer",
    "nostore",
    "gone",
    "bad_receipt",
    "incomplete",
    "too_long",
    "pending",
    "pending_closed",
    "expected_short",
    "own_impossible",
    "file_name",
    "error_malformed",
    "error_too_large",
    "error_unknown_manifest",
    "error_unknown_box",
    "error_not_open",
    "error_wrong_form",
    "error_bad_credential",
    "error_bad_signature",
    "error_older_revision",
    "error_box_full",
    "error_busy",
    "error_other",
];
