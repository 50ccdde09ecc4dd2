//! One reviewer: who they are, what they mark, whom they must not mark, and how far they are.

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use super::form::ReviewerForm;
use super::overview::{self, Read, SheetLine};
use super::panel::error;
use super::record::{self, RecusedBy, Reviewer, ReviewerId};
use super::rules;
use crate::cycles::record::{Cycle, CycleId};
use crate::policy::{ManagePanel, ReadPreparation};

/// A reviewer of a cycle.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneReviewer {
    pub id: CycleId,
    pub reviewer: ReviewerId,
}

/// An organisation in the list of what the reviewer marks.
#[derive(Serialize, JsonSchema)]
struct Choice {
    org: OrgId,
    name: String,
    assigned: bool,
    /// It is recused, or would be.
    recused: bool,
}

/// The organisations of a category.
#[derive(Serialize, JsonSchema)]
struct Part {
    number: usize,
    name: String,
    choices: Vec<Choice>,
    /// The sheet is submitted and has to be returned first.
    locked: bool,
}

/// A recusal in words.
#[derive(Serialize, JsonSchema)]
struct RecusalLine {
    org: OrgId,
    name: String,
    by: RecusedBy,
    by_name: String,
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviewers/one.html")]
pub(super) struct ReviewerPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    reviewer: Reviewer,
    account: String,
    own: String,
    sheets: Vec<SheetLine>,
    parts: Vec<Part>,
    recusals: Vec<RecusalLine>,
    may_manage: bool,
    #[serde(skip)]
    accounts: Vec<(String, String)>,
    #[serde(skip)]
    sides: Vec<(String, String)>,
    #[serde(skip)]
    typed: ReviewerForm,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl ReviewerPage {
    fn panel(&self) -> String {
        format!("/cycles/{}/panel", self.cycle.id)
    }

    fn progress(&self) -> String {
        format!("/cycles/{}/progress", self.cycle.id)
    }

    /// A text, or the words under that key where there is none.
    fn or(&self, text: &str, key: &str) -> String {
        if text.is_empty() { self.words.t(key) } else { text.to_owned() }
    }

    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}/panel/{}{tail}", self.cycle.id, self.reviewer.id)
    }

    /// Whether nothing has been marked yet.
    fn removable(&self) -> bool {
        self.sheets.iter().all(|sheet| sheet.given == 0)
    }

    fn sheet_at(&self, number: &usize) -> String {
        self.at(&format!("/sheets/{number}"))
    }

    fn error(&self, field: &str) -> String {
        error(&self.errors, field)
    }

    /// Organisations that are not recused yet.
    fn recusable(&self) -> Vec<(String, String)> {
        let all = self.parts.iter().flat_map(|part| &part.choices).filter(|one| !one.recused);
        all.map(|one| (one.org.to_string(), one.name.clone())).collect()
    }
}

impl Page for ReviewerPage {
    fn title(&self) -> String {
        let year = self.cycle.year.to_string();
        self.words.f("panel-reviewer-title", [("label", self.reviewer.label.clone()), ("year", year)])
    }
}

fn page(
    words: Words,
    read: &Read,
    id: ReviewerId,
    may: bool,
    typed: Option<ReviewerForm>,
    errors: &[FieldError],
) -> Result<ReviewerPage, Problem> {
    let reviewer = read.reviewers.iter().find(|one| one.id == id).ok_or(Problem::Missing)?;
    let sheets = read.sheets(&words, reviewer);
    let known = |org| read.assignments.get(&(id, org));
    let choice = |one: &crate::participants::Participant| {
        let assignment = known(one.id);
        let recused = assignment.is_some_and(|one| one.recusal.is_some());
        Choice {
            org: one.org,
            name: one.name.clone(),
            assigned: assignment.is_some() && !recused,
            recused: recused || rules::own_side(reviewer, one),
        }
    };
    let part = |(number, name): (usize, &String)| Part {
        number,
        choices: read.people.iter().filter(|one| one.category == *name).map(choice).collect(),
        locked: sheets.iter().any(|sheet| sheet.number == number && sheet.state.is_locked()),
        name: name.clone(),
    };
    let categories = (1..).zip(read.scheme.categories.iter().map(|one| &one.name));
    let recusal = |one: &crate::participants::Participant| {
        let recusal = known(one.id)?.recusal.clone()?;
        Some(RecusalLine {
            org: one.org,
            name: one.name.clone(),
            by_name: words.t(recusal.by.key()),
            by: recusal.by,
            reason: recusal.reason,
        })
    };
    let holder = read.holders.iter().find(|one| Some(one.user) == reviewer.user);
    let as_it_is = || ReviewerForm {
        label: reviewer.label.clone(),
        user: reviewer.user,
        own: Some(read.side(reviewer).unwrap_or(OrgId(0))),
    };
    Ok(ReviewerPage {
        parts: categories.map(part).filter(|part| !part.choices.is_empty()).collect(),
        recusals: read.people.iter().filter_map(recusal).collect(),
        account: holder.map(|one| format!("{} ({})", one.name, one.login)).unwrap_or_default(),
        own: read.own(reviewer),
        may_manage: may && read.cycle.opened.is_some() && read.cycle.state.takes_figures(),
        accounts: read.free(&words, Some(id)),
        sides: read.sides(&words),
        typed: typed.unwrap_or_else(as_it_is),
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle: read.cycle.clone(),
        reviewer: reviewer.clone(),
        sheets,
        words,
    })
}

pub(super) fn show(
    cx: &mut Reading<'_, ReadPreparation>,
    input: OneReviewer,
) -> Result<ReviewerPage, Problem> {
    let today = cx.today();
    let read = overview::read(cx.db, input.id, today)?;
    page(cx.words(), &read, input.reviewer, cx.can::<ManagePanel>(), None, &[])
}

/// A reviewer as changed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ChangeForm {
    id: CycleId,
    reviewer: ReviewerId,
    #[serde(default)]
    label: String,
    /// Number of the account; empty for somebody who marks on paper.
    #[serde(default, deserialize_with = "blank_is_none")]
    user: Option<UserId>,
    /// Number of the organisation of the reviewer's own side; 0 for none, empty to go by the account.
    #[serde(default, deserialize_with = "blank_is_none")]
    own: Option<OrgId>,
}

pub(super) fn change(cx: &mut Writing<'_, ManagePanel>, input: ChangeForm) -> Result<Done, Rejection> {
    let (cycle, id, today) = (input.id, input.reviewer, cx.today());
    let form = ReviewerForm { label: input.label, user: input.user, own: input.own };
    let read = cx.read(move |c| {
        record::find(c, cycle, id)?;
        overview::read(c, cycle, today)
    })?;
    let (again, people) = (form.clone(), read.people.clone());
    let made = cx.write(move |tx| {
        let entry = form.entry(tx, &people, today)?;
        actions::change(tx, cycle, id, &entry)?;
        Ok(entry.label.trim().to_owned())
    });
    match made {
        Ok(label) => Ok(Done::to(format!("/cycles/{cycle}/panel/{id}"))
            .say(Say::new("panel-changed").with("label", label))),
        Err(Problem::Invalid(errors)) => {
            let page = page(cx.words(), &read, id, true, Some(again), &errors)?;
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
