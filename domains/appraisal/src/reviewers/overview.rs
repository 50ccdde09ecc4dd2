//! Everything that is known of a panel, and how it is put into lines.

use std::collections::BTreeMap;

use kernel::{OrgId, Problem, Role, UserId};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::Serialize;
use store::Conn;
use web::Words;
use web::accounts::{self, Holder};

use super::record::{self, Assignments, Reviewer, ReviewerId};
use super::rules::{self, Coverage, Wanted};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::marking::record::{self as sheets, SheetState};
use crate::marking::sheet::columns;
use crate::participants::{self, Participant};
use crate::schemes;

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
pub(super) struct ReviewerLine {
    #[serde(flatten)]
    pub reviewer: Reviewer,
    pub href: String,
    /// Name of the account.
    pub account: String,
    /// Name of the own side.
    pub own: String,
    pub sheets: Vec<SheetLine>,
}

/// Who marks one organisation.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParticipantLine {
    pub org: OrgId,
    pub name: String,
    /// For each reviewer `marks`, `recused`, or nothing.
    pub cells: Vec<&'static str>,
    /// How many mark it.
    pub n: usize,
    /// Whether that is enough, in words.
    pub coverage: String,
    pub tone: &'static str,
}

/// The organisations of one category.
#[derive(Serialize, JsonSchema)]
pub(super) struct CategoryPart {
    pub number: usize,
    pub name: String,
    pub participants: Vec<ParticipantLine>,
    /// Organisations that will have no mark, or none dropped.
    pub short: usize,
}

/// The panel as it was read.
pub(super) struct Read {
    pub cycle: Cycle,
    pub scheme: Scheme,
    pub people: Vec<Participant>,
    pub reviewers: Vec<Reviewer>,
    pub assignments: Assignments,
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
            let people = || self.people.iter().filter(|one| one.category == category.name);
            let ours = || people().filter_map(|one| self.assignments.get(&(reviewer.id, one.id)));
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

    /// A reviewer with their progress.
    pub(super) fn line(&self, words: &Words, reviewer: &Reviewer) -> ReviewerLine {
        ReviewerLine {
            href: format!("/cycles/{}/panel/{}", self.cycle.id, reviewer.id),
            account: self.account(reviewer.user),
            own: self.own(reviewer),
            sheets: self.sheets(words, reviewer),
            reviewer: reviewer.clone(),
        }
    }

    /// The organisations of a category and who marks them.
    pub(super) fn part(&self, words: &Words, number: usize, category: &str) -> CategoryPart {
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
        let cell = |reviewer: &Reviewer| match self.assignments.get(&(reviewer.id, one.id)) {
            Some(found) if found.recusal.is_some() => "recused",
            Some(_) => "marks",
            None => "",
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
