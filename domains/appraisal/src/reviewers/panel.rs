//! The panel at a glance: reviewers with their progress, and who marks whom.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Role, Say, UserId};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::accounts::{self, Holder};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Entry};
use super::record::{self, Assignment, Reviewer, ReviewerId};
use super::rules::{self, Coverage, Wanted};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::marking::record::{self as sheets, SheetState};
use crate::marking::sheet::columns;
use crate::participants::{self, Participant};
use crate::policy::{ManagePanel, ReadPreparation};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

/// One sheet of a reviewer.
#[derive(Serialize, JsonSchema)]
pub(super) struct SheetLine {
    /// Number of the category.
    pub number: usize,
    pub category: String,
    pub given: usize,
    pub wanted: usize,
    #[serde(flatten)]
    pub state: SheetState,
    pub state_name: String,
    pub tone: &'static str,
    /// When it was submitted, in words.
    pub submitted_at: String,
}

/// A reviewer with their progress.
#[derive(Serialize, JsonSchema)]
struct ReviewerLine {
    #[serde(flatten)]
    reviewer: Reviewer,
    href: String,
    /// Name of the account.
    account: String,
    /// Name of the own side.
    own: String,
    sheets: Vec<SheetLine>,
}

/// Who marks one organisation.
#[derive(Serialize, JsonSchema)]
struct ParticipantLine {
    org: OrgId,
    name: String,
    /// For each reviewer `marks`, `recused`, or nothing.
    cells: Vec<&'static str>,
    /// How many mark it.
    n: usize,
    /// Whether that is enough, in words.
    coverage: String,
    tone: &'static str,
}

/// The organisations of one category.
#[derive(Serialize, JsonSchema)]
struct CategoryPart {
    number: usize,
    name: String,
    participants: Vec<ParticipantLine>,
    /// Organisations that will have no mark, or none dropped.
    short: usize,
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

/// The panel as it was read.
pub(super) struct Read {
    pub cycle: Cycle,
    pub scheme: Scheme,
    pub people: Vec<Participant>,
    pub reviewers: Vec<Reviewer>,
    pub assignments: Vec<Assignment>,
    given: BTreeMap<(ReviewerId, String), usize>,
    states: BTreeMap<(ReviewerId, String), SheetState>,
    pub holders: Vec<Holder>,
}

/// Reads everything that is known of a panel.
pub(super) fn read(c: &mut Conn, id: CycleId, today: kernel::Day) -> Result<Read, Problem> {
    let cycle = cycles::find(c, id, true)?;
    Ok(Read {
        scheme: schemes::record::rules(c, cycle.scheme)?,
        people: participants::of_cycle(c, id)?,
        reviewers: record::of_cycle(c, id)?,
        assignments: record::assignments(c, id)?,
        given: record::given(c, id)?,
        states: sheets::states(c, id)?,
        holders: accounts::holders(c, Role::Reviewer, today)?,
        cycle,
    })
}

impl Read {
    /// The sheets of a reviewer, category by category.
    pub(super) fn sheets(&self, words: &Words, reviewer: &Reviewer) -> Vec<SheetLine> {
        let mut lines = Vec::new();
        for (number, category) in (1..).zip(&self.scheme.categories) {
            let ours = || {
                let of_category = |one: &&Assignment| {
                    self.people.iter().any(|p| p.id == one.participant && p.category == category.name)
                };
                self.assignments.iter().filter(|one| one.reviewer == reviewer.id).filter(of_category)
            };
            if ours().next().is_none() {
                continue;
            }
            let key = (reviewer.id, category.name.clone());
            let state = self.states.get(&key).cloned().unwrap_or_default();
            let to_mark = ours().filter(|one| one.recusal.is_none()).count();
            lines.push(SheetLine {
                number,
                category: category.name.clone(),
                given: self.given.get(&key).copied().unwrap_or_default(),
                wanted: to_mark * columns(&self.scheme, &category.name).len(),
                state_name: words.t(state.state.key()),
                tone: state.state.tone(),
                submitted_at: state.submitted.map(|at| words.moment(at)).unwrap_or_default(),
                state,
            });
        }
        lines
    }

    fn account(&self, user: Option<UserId>) -> String {
        let found = self.holders.iter().find(|one| Some(one.user) == user);
        found.map(|one| one.name.clone()).unwrap_or_default()
    }

    /// The participant on a reviewer's own side.
    fn own_participant(&self, reviewer: &Reviewer) -> Option<&Participant> {
        let side = self.people.iter().find(|one| Some(one.org) == reviewer.org);
        side.or_else(|| self.people.iter().find(|one| rules::own_side(reviewer, one)))
    }

    /// Name of a reviewer's own side.
    pub(super) fn own(&self, reviewer: &Reviewer) -> String {
        self.own_participant(reviewer).map(|one| one.name.clone()).unwrap_or_default()
    }

    /// The organisation of a reviewer's own side.
    pub(super) fn side(&self, reviewer: &Reviewer) -> Option<OrgId> {
        self.own_participant(reviewer).map(|one| one.org)
    }

    fn line(&self, words: &Words, reviewer: &Reviewer) -> ReviewerLine {
        ReviewerLine {
            href: format!("/cycles/{}/panel/{}", self.cycle.id, reviewer.id),
            account: self.account(reviewer.user),
            own: self.own(reviewer),
            sheets: self.sheets(words, reviewer),
            reviewer: reviewer.clone(),
        }
    }

    fn part(&self, words: &Words, number: usize, category: &str) -> CategoryPart {
        let wanted = rules::wanted(&self.scheme, category);
        let people = self.people.iter().filter(|one| one.category == category);
        let participants: Vec<ParticipantLine> =
            people.map(|one| self.participant(words, one, wanted)).collect();
        CategoryPart {
            number,
            name: category.to_owned(),
            short: participants.iter().filter(|line| line.tone != "done").count(),
            participants,
        }
    }

    fn participant(&self, words: &Words, one: &Participant, wanted: Wanted) -> ParticipantLine {
        let cell = |reviewer: &Reviewer| {
            let own = |a: &&Assignment| a.reviewer == reviewer.id && a.participant == one.id;
            match self.assignments.iter().find(own) {
                Some(found) if found.recusal.is_some() => "recused",
                Some(_) => "marks",
                None => "",
            }
        };
        let n = rules::marked_by(&self.assignments, one);
        let from = wanted.trim_from.unwrap_or_default().to_string();
        let (coverage, tone) = match wanted.coverage(n) {
            Coverage::Enough if wanted.trim_from.is_some() => (words.t("panel-enough-to-trim"), "done"),
            Coverage::Enough => (words.t("panel-enough"), "done"),
            Coverage::FewToTrim => (words.f("panel-few-to-trim", [("from", from)]), "warn"),
            Coverage::BelowQuorum => {
                (words.f("panel-below-quorum", [("quorum", wanted.quorum.to_string())]), "bad")
            }
        };
        let cells = self.reviewers.iter().map(cell).collect();
        ParticipantLine { org: one.org, name: one.name.clone(), cells, n, coverage, tone }
    }

    /// What the own side of a reviewer may be: told by the account, none, or a participant.
    pub(super) fn sides(&self, words: &Words) -> Vec<(String, String)> {
        let mut sides = vec![
            (String::new(), words.t("panel-own-by-account")),
            ("0".to_owned(), words.t("panel-own-none")),
        ];
        sides.extend(self.people.iter().map(|one| (one.org.to_string(), one.name.clone())));
        sides
    }

    /// Accounts of reviewers that nobody of this panel has, but for that reviewer.
    pub(super) fn free(&self, words: &Words, but: Option<ReviewerId>) -> Vec<(String, String)> {
        let mut all = vec![(String::new(), words.t("panel-no-account"))];
        let taken = |one: &&Holder| {
            self.reviewers.iter().any(|known| known.user == Some(one.user) && Some(known.id) != but)
        };
        let name = |one: &Holder| (one.user.to_string(), format!("{} ({})", one.name, one.login));
        all.extend(self.holders.iter().filter(|one| !taken(one)).map(name));
        all
    }
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

/// A reviewer as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ReviewerForm {
    pub label: String,
    /// The account; nothing for somebody who marks on paper.
    pub user: Option<UserId>,
    /// Organisation of the reviewer's own side; 0 for none, nothing to go by the account.
    pub own: Option<OrgId>,
}

impl ReviewerForm {
    /// The account as the form has it.
    pub(super) fn user_text(&self) -> String {
        self.user.map(|user| user.to_string()).unwrap_or_default()
    }

    /// The own side as the form has it.
    pub(super) fn own_text(&self) -> String {
        self.own.map(|own| own.to_string()).unwrap_or_default()
    }

    /// What is to be written. The own side follows from the offices that the account holds unless it is given.
    pub(super) fn entry(
        &self,
        c: &mut Conn,
        people: &[Participant],
        today: kernel::Day,
    ) -> Result<Entry, Problem> {
        let own = match (self.own, self.user) {
            (Some(OrgId(0)), _) | (None, None) => None,
            (Some(org), _) => {
                let found = people.iter().find(|one| one.org == org);
                let found = found.ok_or_else(|| Problem::field("own", "panel-own-unknown"))?;
                Some((found.org, found.path.clone()))
            }
            (None, Some(user)) => accounts::places(c, user, today)?
                .into_iter()
                .find(|(_, path)| people.iter().any(|one| path.starts_with(&one.path))),
        };
        Ok(Entry { user: self.user, label: self.label.clone(), own })
    }
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
