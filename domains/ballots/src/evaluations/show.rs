//! One evaluation: how far it is, who may vote where, what comes next.

use askama::Template;
use ballot::Hash;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Rejection, Words, Writing};

use super::record::{self, Evaluation, EvaluationId, State};
use super::rules::turnout;
use crate::boxes::record::{self as boxes, BoxId};
use crate::civil;
use crate::opening;
use crate::policy::{ReadEvaluations, ReadOutcome, RunEvaluation};
use crate::voting::said_windows;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// A box in the list.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    id: BoxId,
    organisation: String,
    group: String,
    roster: u32,
    /// Voters without an account.
    without_account: i64,
    paper: u32,
    /// Taken part so far: a step in per cent while it is open, a number afterwards.
    turnout: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "evaluations/show.html")]
pub(super) struct ShowPage {
    #[serde(skip)]
    words: Words,
    evaluation: Evaluation,
    lines: Vec<Line>,
    warnings: Vec<String>,
    issue: String,
    cast: String,
    may_run: bool,
    may_read_outcome: bool,
    #[serde(skip)]
    errors: Vec<(String, String)>,
    #[serde(skip)]
    until: String,
}

impl ShowPage {
    fn is(&self, code: &str) -> bool {
        self.evaluation.state.code() == code
    }

    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}{tail}", self.evaluation.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("ballots-state-{}", self.evaluation.state.code()))
    }

    fn wrong(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn hash(&self) -> String {
        let hash = self.evaluation.manifest_hash.as_deref().and_then(Hash::parse);
        hash.map(|hash| hash.in_groups()).unwrap_or_default()
    }

    fn stage(&self) -> usize {
        match self.evaluation.state {
            State::Draft => 1,
            State::Opening => 2,
            State::Open => 3,
            State::Closing => 4,
            State::Closed | State::Void => 5,
        }
    }

    fn stages(&self) -> Vec<String> {
        let last = if self.evaluation.state == State::Void { State::Closed } else { State::Void };
        State::ALL
            .iter()
            .filter(|state| **state != last)
            .map(|state| self.words.t(&format!("ballots-state-{}", state.code())))
            .collect()
    }
}

impl Page for ShowPage {
    fn title(&self) -> String {
        self.evaluation.title.clone()
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    id: EvaluationId,
    may: (bool, bool),
    errors: &[FieldError],
) -> Result<ShowPage, Problem> {
    let evaluation = record::find(c, id)?;
    let without = boxes::without_account(c, id)?;
    let all = boxes::of_evaluation(c, id)?;
    let turnout = |one: &boxes::VoteBox| match evaluation.state {
        State::Draft | State::Opening => String::new(),
        State::Open | State::Closing => match turnout(one.issued + one.paper, one.roster, evaluation.minimum)
        {
            Some(share) => words.f("ballots-at-least", [("share", share.to_string())]),
            None => words.t("ballots-too-few"),
        },
        State::Void => String::new(),
        State::Closed => {
            let args = [("cast", one.cast.to_string()), ("issued", one.issued.to_string())];
            words.f("ballots-cast-of-issued", args)
        }
    };
    let lines = all
        .iter()
        .map(|one| Line {
            id: one.id,
            organisation: one.org_name.clone(),
            group: one.voters_name.clone(),
            roster: one.roster,
            without_account: without.iter().find(|(id, _)| *id == one.id).map_or(0, |(_, n)| *n),
            paper: one.paper,
            turnout: turnout(one),
        })
        .collect();
    let warnings = match evaluation.state {
        State::Draft => {
            opening::warnings(evaluation.minimum, &all).iter().map(|say| words.say(say)).collect()
        }
        _ => Vec::new(),
    };
    let (issue, cast) = said_windows(&words, &evaluation.windows);
    Ok(ShowPage {
        lines,
        warnings,
        issue,
        cast,
        may_run: may.0,
        may_read_outcome: may.1,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        until: civil::write(evaluation.windows.cast_until),
        evaluation,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadEvaluations>, one: One) -> Result<ShowPage, Problem> {
    let (words, may) = (cx.words(), (cx.can::<RunEvaluation>(), cx.can::<ReadOutcome>()));
    page(cx.db, words, one.id, may, &[])
}

/// The page again, with what was wrong with a step.
pub(super) fn rejected(cx: &Writing<'_, RunEvaluation>, id: EvaluationId, problem: Problem) -> Rejection {
    let errors = match problem {
        Problem::Invalid(errors) => errors,
        other => return other.into(),
    };
    let (words, wrong, may) = (cx.words(), errors.clone(), (true, cx.can::<ReadOutcome>()));
    match cx.read(move |c| page(c, words, id, may, &wrong)) {
        Ok(page) => Rejection::form(page, errors),
        Err(problem) => problem.into(),
    }
}
