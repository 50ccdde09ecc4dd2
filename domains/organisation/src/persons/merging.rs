//! Two entries side by side, and the decision that they are one person.

use askama::Template;
use kernel::{PersonId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Person};
use crate::dated::Dated;
use crate::policy::MergePersons;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Pair {
    first: i64,
    second: i64,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "persons/merging.html")]
pub(super) struct MergingPage {
    #[serde(skip)]
    words: Words,
    first: Person,
    second: Person,
}

impl MergingPage {
    fn dated(&self, date: Option<Dated>) -> String {
        date.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }
}

impl Page for MergingPage {
    fn title(&self) -> String {
        self.words.t("person-merging")
    }
}

pub(super) fn show(cx: &mut Reading<'_, MergePersons>, pair: Pair) -> Result<MergingPage, Problem> {
    let first = record::find_within(cx.db, PersonId(pair.first), cx.permit.reach())?;
    let second = record::find_within(cx.db, PersonId(pair.second), cx.permit.reach())?;
    Ok(MergingPage { first, second, words: cx.words() })
}

/// Keeps one of the two entries; the posts of the other go over to it.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct MergingForm {
    first: i64,
    second: i64,
    /// Number of the entry that is kept.
    #[serde(default)]
    keep: String,
}

pub(super) fn merge(cx: &mut Writing<'_, MergePersons>, form: MergingForm) -> Result<Done, Rejection> {
    let gone = match form.keep.trim().parse::<i64>() {
        Ok(keep) if keep == form.first => form.second,
        Ok(keep) if keep == form.second => form.first,
        _ => return Err(Problem::field("keep", "field-choice").into()),
    };
    let keep = if gone == form.first { form.second } else { form.first };
    let kept = cx.write(move |tx| actions::merge(tx, PersonId(gone), PersonId(keep)))?;
    Ok(Done::to(format!("/persons/{}", kept.id))
        .say(Say::new("person-was-merged-into").with("name", &kept.name))
        .view(&kept))
}
