//! Setting up and changing an evaluation by form.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use kernel::contracts::EvaluatedCycle;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Evaluation, EvaluationId, OwnQuestion, State};
use super::rules;
use crate::boxes::record as boxes;
use crate::civil;
use crate::policy::RunEvaluation;
use crate::services::Services;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// An evaluation as typed. The office's own questions are fields `q1.text`, `q1.kind` (`choice` or `words`) and
/// `q1.group.<code>` for each voter group that is asked, none meaning all; likewise `q2` and so on.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    id: i64,
    cycle: i64,
    title: String,
    issue_from: String,
    issue_until: String,
    cast_from: String,
    cast_until: String,
    minimum: String,
    minimum_text: String,
    by_dimension: String,
    /// Anything: for practising.
    rehearsal: String,
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

impl Typed {
    fn of(evaluation: &Evaluation) -> Self {
        let mut more = BTreeMap::new();
        for (at, question) in evaluation.questions.iter().enumerate() {
            let at = at + 1;
            more.insert(format!("q{at}.text"), question.text.clone());
            more.insert(
                format!("q{at}.kind"),
                if question.in_words { "words".into() } else { "choice".into() },
            );
            for group in &question.groups {
                more.insert(format!("q{at}.group.{group}"), "yes".into());
            }
        }
        let windows = evaluation.windows;
        Self {
            id: evaluation.id.0,
            cycle: evaluation.cycle,
            title: evaluation.title.clone(),
            issue_from: civil::write(windows.issue_from),
            issue_until: civil::write(windows.issue_until),
            cast_from: civil::write(windows.cast_from),
            cast_until: civil::write(windows.cast_until),
            minimum: evaluation.minimum.to_string(),
            minimum_text: evaluation.minimum_text.to_string(),
            by_dimension: if evaluation.by_dimension { "yes".into() } else { String::new() },
            rehearsal: if evaluation.rehearsal { "yes".into() } else { String::new() },
            more,
        }
    }

    fn field(&self, name: &str) -> &str {
        self.more.get(name).map_or("", String::as_str)
    }

    fn check(&self, groups: &[(String, String)]) -> Result<Draft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let title = self.title.trim().to_owned();
        if title.is_empty() {
            errors.push(FieldError { field: "title".into(), say: "field-required".into() });
        } else if title.chars().count() > 60 {
            errors
                .push(FieldError { field: "title".into(), say: Say::new("ballots-too-long").with("n", 60) });
        }
        let windows =
            rules::windows([&self.issue_from, &self.issue_until, &self.cast_from, &self.cast_until]);
        let windows = windows.map_err(|wrong| errors.extend(wrong)).ok();
        let mut number = |field: &str, typed: &str, least: u32| {
            rules::minimum(field, typed, least).unwrap_or_else(|wrong| {
                errors.push(wrong);
                least
            })
        };
        let minimum = number("minimum", &self.minimum, 5);
        let minimum_text = number("minimum_text", &self.minimum_text, minimum.max(10));
        let mut questions = Vec::new();
        for at in 1..=rules::QUESTIONS {
            let text = self.field(&format!("q{at}.text")).trim().to_owned();
            if text.is_empty() {
                continue;
            }
            if text.chars().count() > rules::QUESTION {
                let say = Say::new("ballots-too-long").with("n", rules::QUESTION);
                errors.push(FieldError { field: format!("q{at}.text"), say });
            }
            let asked =
                |(code, _): &&(String, String)| !self.field(&format!("q{at}.group.{code}")).is_empty();
            questions.push(OwnQuestion {
                text,
                in_words: self.field(&format!("q{at}.kind")) == "words",
                groups: groups.iter().filter(asked).map(|(code, _)| code.clone()).collect(),
            });
        }
        match windows {
            Some(windows) if errors.is_empty() => Ok(Draft {
                title,
                windows,
                minimum,
                minimum_text,
                by_dimension: !self.by_dimension.is_empty(),
                questions,
                rehearsal: !self.rehearsal.is_empty(),
            }),
            _ => Err(errors),
        }
    }
}

/// A question of the office on the form.
#[derive(Debug, Serialize, JsonSchema)]
struct Row {
    name: String,
    number: usize,
    text: String,
    in_words: bool,
    error: String,
    /// Field, label, and whether the group is asked.
    groups: Vec<(String, String, bool)>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "evaluations/form.html")]
pub(super) struct FormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    errors: Vec<(String, String)>,
    #[serde(skip)]
    form: Typed,
    /// Cycles that can be evaluated: number and name; one alone when an evaluation is changed.
    cycles: Vec<(String, String)>,
    rows: Vec<Row>,
}

impl FormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/evaluations".into() } else { format!("/evaluations/{}", self.form.id) }
    }

    fn cycle(&self) -> String {
        self.form.cycle.to_string()
    }

    fn at(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

impl Page for FormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "ballots-new" } else { "ballots-edit" })
    }
}

fn page(
    words: Words,
    form: Typed,
    cycles: Vec<(String, String)>,
    groups: &[(String, String)],
    errors: &[FieldError],
) -> FormPage {
    let said: Vec<(String, String)> =
        errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    let filled = |at: &usize| !form.field(&format!("q{at}.text")).trim().is_empty();
    let shown = ((1..=rules::QUESTIONS).filter(filled).max().unwrap_or(0) + 2).min(rules::QUESTIONS);
    let row = |at: usize| {
        let name = format!("q{at}");
        let text = format!("{name}.text");
        Row {
            number: at,
            text: form.field(&text).to_owned(),
            in_words: form.field(&format!("{name}.kind")) == "words",
            error: said
                .iter()
                .find(|(field, _)| *field == text)
                .map(|(_, text)| text.clone())
                .unwrap_or_default(),
            groups: groups
                .iter()
                .map(|(code, label)| {
                    let field = format!("{name}.group.{code}");
                    let asked = !form.field(&field).is_empty();
                    (field, label.clone(), asked)
                })
                .collect(),
            name,
        }
    };
    let rows = (1..=shown).map(row).collect();
    FormPage { errors: said, cycles, rows, form, words }
}

fn named(words: &Words, cycle: &EvaluatedCycle) -> (String, String) {
    (cycle.id.to_string(), words.f("ballots-cycle-of", [("year", cycle.year.to_string())]))
}

fn under_way(c: &mut Conn, services: &Services) -> Result<Vec<EvaluatedCycle>, Problem> {
    services.appraisal()?.cycles(c)
}

pub(super) fn new(
    services: &Arc<Services>,
    cx: &mut Reading<'_, RunEvaluation>,
    _: Nothing,
) -> Result<FormPage, Problem> {
    let words = cx.words();
    let cycles = under_way(cx.db, services)?;
    let today = cx.today();
    let (from, until) = (civil::at(today.plus_days(1), 9), civil::at(today.plus_days(11), 18));
    let form = Typed {
        title: cycles
            .first()
            .map(|cycle| words.f("ballots-usual-title", [("year", cycle.year.to_string())]))
            .unwrap_or_default(),
        issue_from: civil::write(from),
        issue_until: civil::write(until),
        cast_from: civil::write(from),
        cast_until: civil::write(until),
        minimum: "5".into(),
        minimum_text: "10".into(),
        by_dimension: "yes".into(),
        more: BTreeMap::from([
            ("q1.text".to_owned(), words.t("ballots-usual-question")),
            ("q1.kind".to_owned(), "words".to_owned()),
        ]),
        ..Typed::default()
    };
    let groups = cycles.first().map(rules::groups).unwrap_or_default();
    let named = cycles.iter().map(|cycle| named(&words, cycle)).collect();
    Ok(page(words, form, named, &groups, &[]))
}

pub(super) fn create(
    services: &Arc<Services>,
    cx: &mut Writing<'_, RunEvaluation>,
    form: Typed,
) -> Result<Done, Rejection> {
    let form = Typed { id: 0, ..form };
    let words = cx.words();
    let reading = Arc::clone(services);
    let cycles = cx.read(move |c| under_way(c, &reading))?;
    let cycle = cycles.iter().find(|cycle| cycle.id == form.cycle).cloned();
    let groups = cycle.as_ref().map(rules::groups).unwrap_or_default();
    let mut errors = Vec::new();
    let draft = form.check(&groups).map_err(|wrong| errors.extend(wrong)).ok();
    if cycle.is_none() {
        errors.push(FieldError { field: "cycle".into(), say: "ballots-no-cycle".into() });
    }
    let (Some(draft), Some(cycle), true) = (draft, cycle, errors.is_empty()) else {
        let named = cycles.iter().map(|cycle| named(&words, cycle)).collect();
        return Err(Rejection::form(page(words, form, named, &groups, &errors), errors));
    };
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let id = cx.write(move |tx| actions::create(tx, directory.as_ref(), &cycle, &draft))?;
    Ok(Done::to(format!("/evaluations/{id}"))
        .say("ballots-created")
        .view(&serde_json::json!({ "id": id }))
        .created())
}

/// Codes and names.
type Pairs = Vec<(String, String)>;

/// The one cycle of an evaluation that exists, and its voter groups.
fn settled(c: &mut Conn, words: &Words, one: &Evaluation) -> Result<(Pairs, Pairs), Problem> {
    let mut groups: Vec<(String, String)> = Vec::new();
    for place in boxes::of_evaluation(c, one.id)? {
        if groups.iter().all(|(code, _)| *code != place.voters) {
            groups.push((place.voters, place.voters_name));
        }
    }
    let cycle = (one.cycle.to_string(), words.f("ballots-cycle-of", [("year", one.year.to_string())]));
    Ok((vec![cycle], groups))
}

pub(super) fn edit(cx: &mut Reading<'_, RunEvaluation>, one: One) -> Result<FormPage, Problem> {
    let words = cx.words();
    let found = record::find(cx.db, one.id)?;
    if found.state != State::Draft {
        return Err(Problem::refused("ballots-frozen"));
    }
    let (cycles, groups) = settled(cx.db, &words, &found)?;
    Ok(page(words, Typed::of(&found), cycles, &groups, &[]))
}

pub(super) fn change(cx: &mut Writing<'_, RunEvaluation>, form: Typed) -> Result<Done, Rejection> {
    let (id, words) = (EvaluationId(form.id), cx.words());
    let asking = words.clone();
    let (cycles, groups) = cx.read(move |c| {
        let found = record::find(c, id)?;
        settled(c, &asking, &found)
    })?;
    match form.check(&groups) {
        Ok(draft) => {
            cx.write(move |tx| actions::change(tx, id, &draft))?;
            Ok(Done::to(format!("/evaluations/{id}")).say("ballots-changed"))
        }
        Err(errors) => Err(Rejection::form(page(words, form, cycles, &groups, &errors), errors)),
    }
}
