//! Stating an aim for the next year.

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::list::{in_words, result};
use super::rules::{Aim, LONGEST};
use super::{actions, record};
use crate::cycles::record::{Cycle, CycleId};
use crate::participants::Participant;
use crate::policy::MakePromise;
use crate::rankings::record::{Place, places};
use crate::self_assessments::rules::read_words;

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Typed {
    grade: String,
    rank: String,
    measures: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "promises/form.html")]
pub(super) struct PromiseForm {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    org: OrgId,
    name: String,
    /// The result of the year, in words.
    result: String,
    /// Codes and names of the grades.
    grades: Vec<(String, String)>,
    grade: String,
    rank: String,
    measures: String,
    /// What is promised so far, in words.
    made: String,
    /// Whether it can be made now.
    open: bool,
    errors: Vec<(String, String)>,
}

impl PromiseForm {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn next(&self) -> String {
        self.cycle.year.saturating_add(1).to_string()
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }
}

impl Page for PromiseForm {
    fn title(&self) -> String {
        self.words.f("promise-form-title", [("year", self.next())])
    }
}

/// One better than now, for who has promised nothing yet.
fn proposed(cycle: &Cycle, place: Option<&Place>) -> Typed {
    let Some(place) = place else { return Typed::default() };
    let better = usize::try_from(place.grade_place).unwrap_or_default().saturating_sub(1);
    let grade = cycle.summary.grades.get(better).map(|(code, _)| code.clone()).unwrap_or_default();
    let rank = place.rank.saturating_sub(1).max(1).to_string();
    Typed { grade, rank, measures: String::new() }
}

fn page(
    c: &mut Conn,
    words: Words,
    (cycle, participant, open): (Cycle, Participant, bool),
    typed: Option<Typed>,
    errors: &[FieldError],
) -> Result<PromiseForm, Problem> {
    let place = places(c, cycle.id)?.into_iter().find(|place| place.org == participant.org);
    let made = record::find(c, cycle.id, participant.org)?;
    let known = made.as_ref().map(|made| Typed {
        grade: made.aim.grade.as_ref().map(|(code, _, _)| code.clone()).unwrap_or_default(),
        rank: made.aim.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        measures: made.measures.clone(),
    });
    let typed = typed.or(known).unwrap_or_else(|| proposed(&cycle, place.as_ref()));
    let mut grades = vec![(String::new(), words.t("promise-no-grade"))];
    grades.extend(cycle.summary.grades.iter().cloned());
    Ok(PromiseForm {
        org: participant.org,
        name: participant.name,
        result: place.as_ref().map(|place| result(place, &words)).unwrap_or_default(),
        grades,
        grade: typed.grade,
        rank: typed.rank,
        measures: typed.measures,
        made: made.map(|made| in_words(&made.aim, &words)).unwrap_or_default(),
        open,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn form(cx: &mut Reading<'_, MakePromise>, input: One) -> Result<PromiseForm, Problem> {
    let words = cx.words();
    let found = actions::promising(cx.db, input.id, input.org, cx.permit.reach())?;
    page(cx.db, words, found, None, &[])
}

/// An aim for the next year: a grade, a rank, or both.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct PromiseInput {
    id: CycleId,
    org: OrgId,
    /// Code of a grade; empty for none.
    #[serde(default)]
    grade: String,
    /// A rank; empty for none.
    #[serde(default)]
    rank: String,
    #[serde(default)]
    measures: String,
}

/// Reads what was typed.
fn read(cycle: &Cycle, typed: &Typed, of: u32) -> Result<(Aim, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let grade = match typed.grade.as_str() {
        "" => None,
        code => {
            let found = (0_u32..).zip(&cycle.summary.grades).find(|(_, (known, _))| known == code);
            if found.is_none() {
                wrong("grade", Say::new("appraisal-fact-choice"));
            }
            found.map(|(place, (code, name))| (code.clone(), name.clone(), place))
        }
    };
    let rank = match typed.rank.trim() {
        "" => None,
        text => {
            let rank = text.parse::<u32>().ok().filter(|rank| (1..=of.max(1)).contains(rank));
            if rank.is_none() {
                wrong("rank", Say::new("promise-rank-wrong").with("of", of));
            }
            rank
        }
    };
    if typed.grade.is_empty() && typed.rank.trim().is_empty() {
        wrong("grade", Say::new("promise-nothing"));
    }
    let measures = match read_words(&typed.measures, LONGEST) {
        Ok(text) if text.is_empty() => {
            wrong("measures", Say::new("promise-measures-needed"));
            text
        }
        Ok(text) => text,
        Err(say) => {
            wrong("measures", say);
            String::new()
        }
    };
    if errors.is_empty() { Ok((Aim { grade, rank }, measures)) } else { Err(errors) }
}

pub(super) fn make(cx: &mut Writing<'_, MakePromise>, input: PromiseInput) -> Result<Done, Rejection> {
    let PromiseInput { id, org, grade, rank, measures } = input;
    let typed = Typed { grade, rank, measures };
    let permit = cx.permit.clone();
    let (found, of) = cx.read(move |c| {
        let found = actions::promising(c, id, org, permit.reach())?;
        let places = places(c, id)?;
        let of = places.iter().find(|place| place.org == org).map_or(1, |place| place.of);
        Ok((found, of))
    })?;
    let (aim, measures) = match read(&found.0, &typed, of) {
        Ok(read) => read,
        Err(errors) => {
            let (words, said) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, words, found, Some(typed), &said))?;
            return Err(Rejection::form(page, errors));
        }
    };
    let (permit, next) = (cx.permit.clone(), found.0.year.saturating_add(1));
    cx.write(move |tx| {
        let participant = actions::open(tx, id, org, permit.reach())?;
        actions::make(tx, id, &participant, &aim, &measures)
    })?;
    Ok(Done::to(format!("/cycles/{id}/promises")).say(Say::new("promise-was-made").with("year", next)))
}

pub(super) fn withdraw(cx: &mut Writing<'_, MakePromise>, input: One) -> Result<Done, Rejection> {
    let (One { id, org }, permit) = (input, cx.permit.clone());
    cx.write(move |tx| {
        let participant = actions::open(tx, id, org, permit.reach())?;
        actions::forget(tx, id, &participant)
    })?;
    Ok(Done::to(format!("/cycles/{id}/promises")).say("promise-was-taken-back"))
}
