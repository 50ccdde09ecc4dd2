//! The table of an allocation as a paper (经费分配表): by which rule, who gets what, and who has approved it.

use std::cmp::Ordering;

use askama::Template;
use kernel::{Day, Paper, Problem, Sheet};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, PaperView, Reading, Words};

use super::actions::surplus;
use super::record::{self, Allocation, AllocationId, Share, Verdict};
use super::rules::{Capacity, GradeCoefficient, State};
use super::show::visible;
use super::table::{parted, table};
use crate::amount::Amount;
use crate::funds::record::{self as funds, Account};
use crate::history;
use crate::letterhead::signer;
use crate::policy::ReadFunds;
use crate::sources::Sources;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AllocationId,
}

/// The paper with the figures of its table as numbers for a workbook; on the sheet their thousands are parted.
#[derive(Template, Serialize, JsonSchema)]
#[template(source = "{{ view|safe }}", ext = "html")]
#[serde(transparent)]
pub(super) struct AllocationPaper {
    view: PaperView,
    #[serde(skip)]
    sheet: Sheet,
}

impl Page for AllocationPaper {
    const MEDIA: &'static [&'static str] = <PaperView as Page>::MEDIA;

    fn title(&self) -> String {
        self.view.title()
    }

    fn sheet(&self) -> Option<Sheet> {
        Some(self.sheet.clone())
    }

    fn paper(&self) -> Option<Paper> {
        self.view.paper()
    }

    fn file_name(&self) -> Option<String> {
        self.view.file_name()
    }
}

/// What stands on the paper.
struct Sharing {
    words: Words,
    allocation: Allocation,
    account: Account,
    /// How many organisations share the budget.
    takers: usize,
    /// Those that the reader may see.
    shares: Vec<Share>,
    /// What all amounts together are above the budget.
    surplus: Amount,
    /// Approvals and refusals of the present round, and by whom.
    said: Vec<(Verdict, String)>,
    /// Whether the reader sees all of it, or an extract with their own part.
    whole: bool,
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<AllocationPaper, Problem> {
    let (words, sources, site) = (cx.words(), Sources::of(cx.site())?, cx.site().clone());
    let reach = cx.permit.reach().clone();
    let allocation = record::find(cx.db, one.id)?;
    let all = record::shares(cx.db, one.id)?;
    let (takers, surplus) = (all.len(), surplus(allocation.budget, &all));
    let shares = visible(cx.db, &sources, &reach, &allocation, all)?;
    let signer = match shares.first() {
        Some(share) => signer(cx.db, &site, &words, &sources, share.org)?,
        None => return Err(Problem::Missing),
    };
    let sharing = Sharing {
        account: funds::find(cx.db, allocation.account)?,
        said: said(cx.db, &words, &allocation)?,
        whole: reach.all,
        words,
        allocation,
        takers,
        shares,
        surplus,
    };
    let figures = table(&sharing.words, &sharing.shares, sharing.whole)?;
    let title = sharing.title();
    let paper = sharing.words.paper(title).landscape().facts(sharing.facts());
    let paper = sharing.first(paper).table(parted(&figures));
    let paper = sharing.approval(sharing.deviations(sharing.rule(paper)));
    let paper = paper.signed(signer, sharing.day(cx.today())).sealed("");
    let sheet = figures.sheet(&paper.title_line());
    let label = sharing.words.f("fund-allocation-number", [("n", one.id.to_string())]);
    let back = format!("/allocations/{}", one.id);
    Ok(AllocationPaper { view: PaperView::new(cx, paper).back(back, label), sheet })
}

fn said(c: &mut Conn, words: &Words, of: &Allocation) -> Result<Vec<(Verdict, String)>, Problem> {
    let given = record::verdicts(c, of.id)?.into_iter().filter(|one| one.round == of.round);
    given.map(|one| history::name(c, words, &one.by).map(|who| (one, who))).collect()
}

impl Sharing {
    /// `2015年度党建经费（党费返还）分配表`, with what it is while it is not in force.
    fn title(&self) -> String {
        let args = [("year", self.account.year.to_string()), ("source", self.account.source.clone())];
        let title = self.words.f("fund-paper-title", args);
        let remark = match self.allocation.state {
            State::Approved if self.whole => return title,
            State::Approved => "fund-paper-extract",
            State::Draft | State::Returned => "fund-paper-draft",
            State::Proposed => "fund-paper-proposed",
            State::Replaced => "fund-state-replaced",
            State::Withdrawn => "fund-state-withdrawn",
        };
        self.words.f("fund-paper-title-of", [("title", title), ("remark", self.words.t(remark))])
    }

    /// The day of the paper: when it came into force, today while it has not.
    fn day(&self, today: Day) -> Day {
        self.allocation.settled.map_or(today, |at| at.day())
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (words, of) = (&self.words, &self.allocation);
        let basis = [("year", of.cycle_year.to_string()), ("version", of.version.to_string())];
        let mut facts = vec![
            (words.t("fund-year"), self.account.year.to_string()),
            (words.t("fund-source"), self.account.source.clone()),
        ];
        if self.whole {
            facts.push((words.t("fund-budget"), of.budget.to_string()));
        }
        facts.push((words.t("fund-organisations"), self.takers.to_string()));
        facts.push((words.t("fund-basis"), words.f("fund-paper-cycle", basis)));
        facts
    }

    /// The rule in a few sentences: what is fixed, what is shared equally, what goes by members and grade, and how it is
    /// rounded.
    fn rule(&self, mut paper: Paper) -> Paper {
        paper = paper.section(self.words.t("fund-paper-rule"));
        let (words, of) = (&self.words, &self.allocation.parameters);
        let fixed = of.each != Amount::ZERO;
        let mut args = vec![
            ("each", of.each.to_string()),
            ("flat", of.flat.to_string()),
            ("by", of.by_members().to_string()),
            ("n", self.takers.to_string()),
        ];
        if fixed {
            paper = paper.text(words.f("fund-paper-rule-each", &args));
        }
        args.push(("of", words.t(if fixed { "fund-paper-rest" } else { "fund-paper-budget" })));
        let key = match (of.flat, of.by_members()) {
            (Score::ZERO, _) => "fund-paper-rule-members",
            (_, Score::ZERO) => "fund-paper-rule-flat",
            _ => "fund-paper-rule-both",
        };
        paper = paper.text(words.f(key, &args));
        if of.by_members() != Score::ZERO {
            let grade = |one: &GradeCoefficient| {
                let args = [("name", one.name.clone()), ("coefficient", one.coefficient.to_string())];
                words.f("fund-paper-grade", args)
            };
            let grades: Vec<_> = of.grades.iter().map(grade).collect();
            let grades = grades.join(&words.t("consequences-comma"));
            paper = paper.text(words.f("fund-paper-rule-coefficients", [("grades", grades)]));
        }
        paper.text(words.t("fund-paper-parts")).text(words.t("fund-paper-rounding"))
    }

    /// What is to be known before the table: that it is an extract, or that its sum is not the budget.
    fn first(&self, paper: Paper) -> Paper {
        if !self.whole {
            return paper.text(self.words.t("fund-paper-extract-text"));
        }
        let key = match self.surplus.cmp(&Amount::ZERO) {
            Ordering::Equal => return paper,
            Ordering::Greater => "fund-sum-over",
            Ordering::Less => "fund-sum-under",
        };
        paper.text(self.words.f(key, [("by", Amount(self.surplus.0.abs()).to_string())]))
    }

    /// Whose amount the committee has decided otherwise, and why; nothing where it has not.
    fn deviations(&self, paper: Paper) -> Paper {
        let words = &self.words;
        let said = |share: &Share| {
            let args = [
                ("name", share.name.clone()),
                ("computed", share.computed.to_string()),
                ("decided", share.decided?.to_string()),
                ("reason", share.reason.trim_end_matches(['。', '.']).to_owned()),
            ];
            Some(words.f("fund-paper-deviation", args))
        };
        let said: Vec<String> = self.shares.iter().filter_map(said).collect();
        if said.is_empty() {
            return paper;
        }
        said.into_iter().fold(paper.section(words.t("fund-paper-deviations")), Paper::text)
    }

    /// Who has said what of it, and how far it is. Text comes last, so that the signature does not stand on a sheet alone.
    fn approval(&self, paper: Paper) -> Paper {
        let (words, of) = (&self.words, &self.allocation);
        let mut paper = paper.section(words.t("fund-paper-approval"));
        if self.whole && !self.said.is_empty() {
            paper = paper.facts(self.said.iter().map(|(verdict, who)| self.verdict(verdict, who)));
        }
        let wanting = Capacity::ALL.into_iter().filter(|one| !self.has_approved(*one));
        let wanting: Vec<_> = wanting.map(|one| self.capacity(one)).collect();
        let args = [
            ("wanting", wanting.join(&words.t("consequences-comma"))),
            ("on", of.settled.map(|at| words.day(at.day())).unwrap_or_default()),
        ];
        paper.text(words.f(&format!("fund-paper-state-{}", of.state.code()), args))
    }

    fn verdict(&self, verdict: &Verdict, who: &str) -> (String, String) {
        let key = if verdict.approves { "fund-paper-approved" } else { "fund-paper-returned" };
        let args = [
            ("who", who.to_owned()),
            ("on", self.words.day(verdict.at.day())),
            ("reason", verdict.reason.clone()),
        ];
        (self.capacity(verdict.capacity), self.words.f(key, args))
    }

    fn has_approved(&self, capacity: Capacity) -> bool {
        self.said.iter().any(|(verdict, _)| verdict.approves && verdict.capacity == capacity)
    }

    fn capacity(&self, capacity: Capacity) -> String {
        self.words.t(&format!("fund-capacity-{}", capacity.code()))
    }
}
