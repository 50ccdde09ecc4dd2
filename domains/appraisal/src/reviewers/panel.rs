//! The panel at a glance: reviewers with their progress, and who marks whom.

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use super::form::ReviewerForm;
use super::overview::{CategoryPart, Read, ReviewerLine, SheetLine, read};
use crate::cycles::record::{Cycle, CycleId};
use crate::policy::{ManagePanel, ReadPreparation};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviewers/panel.html")]
pub(super) struct PanelPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    may_manage: bool,
    reviewers: Vec<ReviewerLine>,
    categories: Vec<CategoryPart>,
    /// Accounts that could be added: number and name.
    #[serde(skip)]
    accounts: Vec<(String, String)>,
    #[serde(skip)]
    sides: Vec<(String, String)>,
    #[serde(skip)]
    typed: ReviewerForm,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl PanelPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn error(&self, field: &str) -> String {
        error(&self.errors, field)
    }

    fn sheets(&self) -> impl Iterator<Item = &SheetLine> {
        self.reviewers.iter().flat_map(|line| &line.sheets).filter(|sheet| sheet.wanted > 0)
    }

    fn submitted(&self) -> usize {
        self.sheets().filter(|sheet| sheet.state.is_locked()).count()
    }

    fn sheets_wanted(&self) -> usize {
        self.sheets().count()
    }

    fn marks_given(&self) -> usize {
        self.sheets().map(|sheet| sheet.given).sum()
    }

    fn marks_wanted(&self) -> usize {
        self.sheets().map(|sheet| sheet.wanted).sum()
    }

    fn short(&self) -> usize {
        self.categories.iter().map(|part| part.short).sum()
    }
}

impl Page for PanelPage {
    fn title(&self) -> String {
        self.words.f("panel-title", [("year", self.cycle.year.to_string())])
    }
}

/// The sentences about one field.
pub(super) fn error(errors: &[(String, String)], field: &str) -> String {
    let said = errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
    said.collect::<Vec<_>>().join("; ")
}

fn page(words: Words, read: &Read, may: bool, typed: ReviewerForm, errors: &[FieldError]) -> PanelPage {
    let with_participants = |name: &str| read.people.iter().any(|one| one.category == name);
    PanelPage {
        may_manage: may && read.cycle.opened.is_some() && read.cycle.state.takes_figures(),
        reviewers: read.reviewers.iter().map(|one| read.line(&words, one)).collect(),
        categories: (1..)
            .zip(&read.scheme.categories)
            .filter(|(_, one)| with_participants(&one.name))
            .map(|(number, one)| read.part(&words, number, &one.name))
            .collect(),
        accounts: read.free(&words, None),
        sides: read.sides(&words),
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        typed,
        cycle: read.cycle.clone(),
        words,
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<PanelPage, Problem> {
    let (today, words) = (cx.today(), cx.words());
    let read = read(cx.db, input.id, today)?;
    let next = (read.reviewers.len() + 1).to_string();
    let typed = ReviewerForm { label: words.f("panel-label-next", [("n", next)]), ..ReviewerForm::default() };
    Ok(page(words, &read, cx.can::<ManagePanel>(), typed, &[]))
}

/// A reviewer to be added.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct AddForm {
    id: CycleId,
    #[serde(default)]
    label: String,
    /// Number of the account; empty for somebody who marks on paper.
    #[serde(default, deserialize_with = "blank_is_none")]
    user: Option<UserId>,
    /// Number of the organisation of the reviewer's own side; 0 for none, empty to go by the account.
    #[serde(default, deserialize_with = "blank_is_none")]
    own: Option<OrgId>,
}

pub(super) fn add(cx: &mut Writing<'_, ManagePanel>, input: AddForm) -> Result<Done, Rejection> {
    let (id, today) = (input.id, cx.today());
    let form = ReviewerForm { label: input.label, user: input.user, own: input.own };
    let read = cx.read(move |c| read(c, id, today))?;
    let (again, people) = (form.clone(), read.people.clone());
    let made = cx.write(move |tx| {
        let entry = form.entry(tx, &people, today)?;
        let reviewer = actions::add(tx, id, &entry)?;
        Ok((reviewer, entry.label.trim().to_owned()))
    });
    match made {
        Ok((reviewer, label)) => Ok(Done::to(format!("/cycles/{id}/panel"))
            .say(Say::new("panel-added").with("label", label))
            .view(&serde_json::json!({ "id": reviewer }))
            .created()),
        Err(Problem::Invalid(errors)) => {
            let page = page(cx.words(), &read, true, again, &errors);
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
