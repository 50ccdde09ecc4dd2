//! What papers there are of a cycle, and for whom.

use askama::Template;
use kernel::access::reach_of;
use kernel::{OrgId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error};
use web::{Page, Reading, Words};

use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::participants::{self, Participant};
use crate::policy::{ReadFeedback, ReadPreparation, ReadRankings};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

/// A paper of the whole cycle.
#[derive(Serialize, JsonSchema)]
struct PaperLine {
    name: String,
    /// What it is for.
    purpose: String,
    href: String,
}

/// A category with its organisations.
#[derive(Serialize, JsonSchema)]
struct CategoryLines {
    name: String,
    organisations: Vec<OrganisationLine>,
}

/// The papers of one organisation; addresses, where the reader may see them.
#[derive(Serialize, JsonSchema)]
struct OrganisationLine {
    org: OrgId,
    name: String,
    statement: Option<String>,
    feedback: Option<String>,
    ballot: Option<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "papers/list.html")]
pub(super) struct PaperList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    papers: Vec<PaperLine>,
    categories: Vec<CategoryLines>,
    /// Some organisation has a letter that the reader may see.
    letters: bool,
    /// Ballot papers are offered.
    ballots: bool,
}

impl PaperList {
    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle.id)
    }

    fn word(&self, href: &str) -> String {
        let joint = if href.contains('?') { '&' } else { '?' };
        format!("{href}{joint}format=docx")
    }
}

impl Page for PaperList {
    fn title(&self) -> String {
        self.words.f("appraisal-papers-title", [("year", self.cycle.year.to_string())])
    }
}

/// Everybody as the roster has them: a year that was brought in from workbooks was entered in the order of its ranking,
/// which a blank form must not tell.
pub(super) fn taking_part(c: &mut Conn, cycle: &Cycle) -> Result<Vec<Participant>, Error> {
    let mut all = participants::of_cycle(c, cycle.id)?;
    if cycle.opened.is_none() {
        all.sort_by_key(|one| one.org);
    }
    Ok(all)
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: OfCycle) -> Result<PaperList, Problem> {
    let preparing = cx.can::<ReadPreparation>();
    let cycle = cycles::find(cx.db, input.id, preparing)?;
    let computed = cycle.version.is_some();
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let taking_part = taking_part(cx.db, &cycle)?;
    let today = cx.today();
    let allow = <ReadFeedback as kernel::Act>::ALLOW;
    let letters = cx.principal().and_then(|who| reach_of(who, allow, today)).filter(|_| computed);
    let ballots = preparing && scheme.ballots().next().is_some();
    let words = cx.words();
    let at = |tail: String| format!("/cycles/{}/papers/{tail}", cycle.id);
    let line = |one: &Participant| OrganisationLine {
        org: one.org,
        name: one.name.clone(),
        statement: computed.then(|| at(format!("statements/{}", one.org))),
        feedback: letters
            .as_ref()
            .filter(|reach| reach.covers(one.org, &one.path))
            .map(|_| at(format!("feedback/{}", one.org))),
        ballot: ballots.then(|| at(format!("evaluation-form?org={}", one.org))),
    };
    let mut papers = Vec::new();
    let mut add = |key: &str, tail: String, args: &[(&'static str, String)]| {
        let purpose = words.t(&format!("{key}-for"));
        papers.push(PaperLine { name: words.f(key, args), purpose, href: at(tail) });
    };
    if computed {
        let report = cycle.state == State::Published;
        add(if report { "appraisal-papers-report" } else { "appraisal-papers-notice" }, "notice".into(), &[]);
    }
    if ballots {
        add("appraisal-papers-ballot", "evaluation-form".into(), &[]);
    }
    let mut categories = Vec::new();
    for (number, category) in (1..).zip(&scheme.categories) {
        let own = taking_part.iter().filter(|one| one.category == category.name);
        let organisations: Vec<_> = own.map(line).collect();
        if organisations.is_empty() {
            continue;
        }
        if preparing && scheme.panels().any(|(indicator, _)| indicator.applies(&category.name)) {
            let args = [("category", category.name.clone())];
            add("appraisal-papers-sheet", format!("score-sheet/{number}"), &args);
        }
        categories.push(CategoryLines { name: category.name.clone(), organisations });
    }
    let letters = categories.iter().flat_map(|one| &one.organisations).any(|one| one.feedback.is_some());
    Ok(PaperList { papers, categories, letters, ballots, cycle, words })
}
