//! The numbers of the evaluation forms, typed in group by group.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, Problem, Say, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::own::must_not_own;
use super::record::{self, Review, ReviewId};
use super::rules::{Count, Grade, NUMBERS, Parameters, State, Wrong};
use crate::policy::CountReviews;
use crate::review_years::record as years;
use crate::review_years::show::grade_word;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

/// The numbers as typed: each field is named by its group and what it counts, as `0-due` or `2-good`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct CountForm {
    /// Number of the review; from the address.
    #[serde(deserialize_with = "web::parsed")]
    id: i64,
    /// What the numbers are taken over from; empty when they are typed from the forms.
    source: String,
    #[serde(flatten)]
    numbers: BTreeMap<String, String>,
}

impl CountForm {
    fn at(&self, group: usize, what: &str) -> &str {
        self.numbers.get(&format!("{group}-{what}")).map(String::as_str).unwrap_or_default()
    }

    fn check(&self, parameters: &Parameters, words: &Words) -> Result<(String, Vec<Count>), Problem> {
        let mut fields = Fields::default();
        let source = fields.text("source", &self.source, 100);
        let mut counts = Vec::with_capacity(parameters.groups.len());
        for place in 0..parameters.groups.len() {
            let before = fields.faults();
            let mut number = |what: &str| {
                let typed = self.at(place, what);
                match names::fold(typed).is_empty() {
                    true => 0,
                    false => fields.number(&format!("{place}-{what}"), typed, 0, 100_000),
                }
            };
            let [due, present, issued, returned, valid] = NUMBERS.map(&mut number);
            let grades = Grade::ALL.map(|grade| number(grade.code()));
            let count = Count { due, present, issued, returned, valid, grades };
            if fields.faults() == before {
                for wrong in count.wrong() {
                    let (what, say) = said(words, wrong);
                    fields.wrong(&format!("{place}-{what}"), say);
                }
            }
            counts.push(count);
        }
        fields.done((source, counts))
    }
}

/// At which field something is wrong, and what is said there.
fn said(words: &Words, wrong: Wrong) -> (&'static str, Say) {
    let named = |what: &str| words.t(&format!("review-count-{what}"));
    match wrong {
        Wrong::Larger { what, than } => {
            (what, Say::new("review-count-larger").with("what", named(what)).with("than", named(than)))
        }
        Wrong::Sum(sum) => ("valid", Say::new("review-count-sum").with("n", sum)),
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviews/counts.html")]
pub(super) struct CountPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: CountForm,
    #[serde(skip)]
    review: Review,
    /// Groups that fill in forms.
    groups: Vec<String>,
    /// Codes of what is counted, in order.
    columns: Vec<&'static str>,
}

impl CountPage {
    fn at(&self, tail: &str) -> String {
        format!("/reviews/{}{tail}", self.review.id)
    }

    fn field(&self, group: &usize, what: &str) -> String {
        format!("{group}-{what}")
    }

    fn fault(&self, group: &usize, what: &str) -> String {
        self.faults.at(&self.field(group, what)).to_owned()
    }

    fn head(&self, what: &str) -> String {
        match Grade::of(what) {
            Some(grade) => grade_word(&self.words, grade),
            None => self.words.t(&format!("review-count-{what}")),
        }
    }

    fn label(&self, group: &str, what: &str) -> String {
        format!("{group} {}", self.head(what))
    }

    fn value(&self, group: &usize, what: &str) -> String {
        self.form.at(*group, what).to_owned()
    }
}

impl Page for CountPage {
    fn title(&self) -> String {
        self.words.t("review-count")
    }
}

fn page(c: &mut Conn, words: Words, form: CountForm, errors: &[FieldError]) -> Result<CountPage, Problem> {
    let review = record::find(c, ReviewId(form.id))?;
    let parameters = years::find(c, review.year_id)?.parameters;
    Ok(CountPage {
        faults: Faults::of(errors, &words),
        groups: parameters.groups.into_iter().map(|group| group.name).collect(),
        columns: NUMBERS.into_iter().chain(Grade::ALL.map(Grade::code)).collect(),
        form,
        review,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, CountReviews>, one: One) -> Result<CountPage, Problem> {
    let visitor = cx.visitor()?;
    let review = record::find(cx.db, one.id)?;
    must_not_own(&visitor, &review)?;
    if review.state != State::Evaluating {
        return Err(Problem::refused("review-not-now"));
    }
    page(cx.db, cx.words(), CountForm { id: one.id.0, ..CountForm::default() }, &[])
}

pub(super) fn enter(cx: &mut Writing<'_, CountReviews>, form: CountForm) -> Result<Done, Rejection> {
    let (id, visitor, words) = (ReviewId(form.id), cx.visitor()?, cx.words());
    let parameters = cx.read(move |c| {
        let review = record::find(c, id)?;
        must_not_own(&visitor, &review)?;
        Ok(years::find(c, review.year_id)?.parameters)
    })?;
    let entered = form
        .check(&parameters, &words)
        .and_then(|(source, counts)| cx.write(move |tx| actions::count(tx, id, &source, &counts)));
    match entered {
        Ok(agreed) => Ok(Done::to(format!("/reviews/{id}"))
            .say(if agreed { "review-counts-agree" } else { "review-was-counted" })
            .view(&serde_json::json!({ "agreed": agreed }))),
        Err(Problem::Refused(say)) => Err(Problem::Refused(say).into()),
        Err(problem) => {
            let errors = errors_of(problem, "source")?;
            let shown = errors.clone();
            let page = cx.read(move |c| page(c, words, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
