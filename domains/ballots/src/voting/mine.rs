//! Where somebody may vote, and where a credential was issued in their name.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, SignedIn, Words};

use super::page::said_windows;
use crate::boxes::record as boxes;
use crate::evaluations::record::{self, EvaluationId, State};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// An evaluation in which somebody may vote or might have voted.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    id: EvaluationId,
    title: String,
    state: State,
    said: String,
    cast: String,
    ballots: usize,
    issued: usize,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "voting/mine.html")]
pub(super) struct MinePage {
    #[serde(skip)]
    words: Words,
    lines: Vec<Line>,
}

impl MinePage {
    fn issued(&self, line: &Line) -> String {
        let args = [("issued", line.issued.to_string()), ("all", line.ballots.to_string())];
        self.words.f("ballots-issued-of", args)
    }
}

impl Page for MinePage {
    fn title(&self) -> String {
        self.words.t("ballots-vote")
    }
}

pub(super) fn mine(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<MinePage, Problem> {
    let words = cx.words();
    let entitled = match cx.principal().and_then(|who| who.person) {
        Some(person) => boxes::of_person(cx.db, person)?,
        None => Vec::new(),
    };
    let mut lines: Vec<Line> = Vec::new();
    for one in entitled {
        let id = one.place.evaluation;
        if lines.last().is_none_or(|line| line.id != id) {
            let evaluation = record::find(cx.db, id)?;
            lines.push(Line {
                id,
                said: words.t(&format!("ballots-state-{}", evaluation.state.code())),
                cast: said_windows(&words, &evaluation.windows).1,
                state: evaluation.state,
                title: evaluation.title,
                ballots: 0,
                issued: 0,
            });
        }
        if let Some(line) = lines.last_mut() {
            line.ballots += 1;
            line.issued += usize::from(one.issued);
        }
    }
    Ok(MinePage { lines, words })
}
