//! The page of a finding: who is to act by when, what was done, what became of it.

use askama::Template;
use kernel::{Act, FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, errors_of};
use web::history::Line as Did;
use web::links::LinksView;
use web::{Page, Reading, Rejection, Words, Writing, enclosures};

use super::lines::{conclusion_key, kind_name, state_word};
use super::record::{self, Finding, FindingId, What, entry_reference, reference};
use super::rules::{Conclusion, Standing, State, Step};
use super::typed::Typed;
use super::{alike, rules};
use crate::bodies::{self, Roster};
use crate::kinds::record as kinds;
use crate::policy::ReadFindings;
use crate::sight::Sight;
use crate::source::{self, Source};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: FindingId,
}

/// Which form of the page was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Handing,
    Recall,
    Measures,
    Progress,
    Submission,
    Return,
    Closure,
    Reopening,
    Revisit,
    Merging,
    Files,
}

/// What was written about it, in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Entry {
    id: i64,
    what: What,
    when: String,
    by: String,
    text: String,
    files: Vec<(usize, String)>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "findings/show.html")]
pub(super) struct FindingShow {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    today: kernel::Day,
    finding: Finding,
    kind: String,
    overdue: bool,
    orgs: Vec<String>,
    sources: Vec<Source>,
    entries: Vec<Entry>,
    files: Vec<(usize, String)>,
    /// Findings that were merged into it: number and title.
    merged: Vec<(i64, String)>,
    /// Findings that say the same: number, title, likeness in thousandths.
    alike: Vec<(i64, String, u32)>,
    #[serde(skip)]
    history: Vec<Did>,
    #[serde(skip)]
    links: Option<LinksView>,
    #[serde(skip)]
    standing: Standing,
    #[serde(skip)]
    offered: Vec<String>,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl FindingShow {
    fn at(&self, tail: &str) -> String {
        format!("/findings/{}{tail}", self.finding.id)
    }

    fn lead(&self) -> String {
        let args = [("n", self.finding.id.to_string()), ("day", self.words.day(self.finding.found_on))];
        self.words.f("finding-lead-of", args)
    }

    fn state(&self) -> String {
        state_word(&self.words, &self.finding)
    }

    fn severity(&self) -> String {
        self.words.t(&format!("finding-severity-{}", self.finding.severity.code()))
    }

    fn conclusion(&self, conclusion: &Conclusion) -> String {
        self.words.t(&conclusion_key(conclusion.code()))
    }

    fn conclusions(&self) -> Vec<(String, String)> {
        Conclusion::ALL.iter().map(|one| (one.code().to_owned(), self.conclusion(one))).collect()
    }

    /// Whether the reader may take a step now.
    fn may(&self, step: Step) -> bool {
        self.finding.merged_into.is_none() && step.way().0 == self.finding.state && self.standing.may(step)
    }

    fn may_hand_out(&self) -> bool {
        self.may(Step::HandOut)
    }

    fn may_take_back(&self) -> bool {
        self.may(Step::TakeBack)
    }

    fn may_begin(&self) -> bool {
        self.may(Step::Begin)
    }

    fn may_submit(&self) -> bool {
        self.may(Step::Submit)
    }

    fn may_send_back(&self) -> bool {
        self.may(Step::SendBack)
    }

    fn may_close(&self) -> bool {
        self.may(Step::Close)
    }

    fn may_reopen(&self) -> bool {
        self.may(Step::Reopen)
    }

    fn may_edit(&self) -> bool {
        self.standing.visits && self.finding.merged_into.is_none() && self.finding.state != State::Closed
    }

    fn may_enclose(&self) -> bool {
        self.standing.visits && self.finding.merged_into.is_none()
    }

    fn may_merge(&self) -> bool {
        self.may(Step::HandOut)
    }

    fn may_come_back(&self) -> bool {
        self.finding.merged_into.is_none()
            && self.finding.state != State::Pending
            && self.standing.may(Step::Close)
    }

    /// What is wrong with a field of the form that was sent.
    fn at_form(&self, form: Sent, field: &str) -> &str {
        if self.sent == form { self.faults.at(field) } else { "" }
    }

    fn is_open(&self, form: Sent) -> bool {
        self.sent == form
    }

    fn percent(&self, likeness: &u32) -> String {
        (likeness / 10).to_string()
    }

    fn in_time(&self) -> Option<bool> {
        rules::was_in_time(self.finding.due, self.finding.review_on)
    }

    fn day(&self, day: &Option<kernel::Day>) -> String {
        day.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn return_typed(&self) -> String {
        match self.typed.on.is_empty() {
            true => self.today.to_string(),
            false => self.typed.on.clone(),
        }
    }

    fn kept_typed(&self) -> String {
        match (self.typed.into.is_empty(), self.alike.first()) {
            (true, Some((id, ..))) => id.to_string(),
            _ => self.typed.into.clone(),
        }
    }
}

impl Page for FindingShow {
    fn title(&self) -> String {
        self.finding.title()
    }
}

fn entries(c: &mut Conn, words: &Words, id: FindingId) -> Result<Vec<Entry>, Problem> {
    let mut shown = Vec::new();
    for entry in record::entries(c, id)? {
        shown.push(Entry {
            id: entry.id.0,
            what: entry.what,
            when: words.moment(entry.at),
            by: entry.by,
            text: entry.text,
            files: enclosures::listed(c, &entry_reference(entry.id))?,
        });
    }
    Ok(shown)
}

fn page(
    c: &mut Conn,
    words: Words,
    roster: &Roster,
    sight: &Sight,
    id: FindingId,
    (sent, typed, errors): (Sent, Typed, &[FieldError]),
) -> Result<FindingShow, Problem> {
    let finding = record::seen(c, sight, id)?;
    let standing = record::standing(c, sight, &finding)?;
    let merges = standing.visits && finding.state == State::Pending && finding.merged_into.is_none();
    let alike = if merges { alike::of(c, sight, &finding)? } else { Vec::new() };
    let merged = record::merged(c, id)?.into_iter().map(|(id, text)| (id.0, record::title(&text)));
    Ok(FindingShow {
        today: sight.today,
        kind: kind_name(&words, &kinds::all(c)?, finding.kind.as_deref()),
        overdue: finding.is_overdue(sight.today),
        orgs: record::orgs(c, id)?.into_iter().map(|(_, name)| name).collect(),
        sources: source::of(c, &words, sight, id)?,
        entries: entries(c, &words, id)?,
        files: enclosures::listed(c, &reference(id))?,
        merged: merged.collect(),
        history: web::history::of(c, &words, "research", &reference(id))?,
        offered: match merges {
            true => bodies::offered(c, roster, sight.today)?,
            false => Vec::new(),
        },
        faults: Faults::of(errors, &words),
        links: None,
        alike,
        standing,
        sent,
        typed,
        finding,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadFindings>, one: One) -> Result<FindingShow, Problem> {
    let (sight, roster) = (Sight::reading(cx)?, bodies::roster(cx.site())?);
    let nothing = (Sent::Nothing, Typed::default(), &[][..]);
    let mut page = page(cx.db, cx.words(), &roster, &sight, one.id, nothing)?;
    page.links = Some(web::links::view(cx, &reference(one.id))?);
    Ok(page)
}

/// The field at which a form shows what the rules say.
fn main_field(sent: Sent) -> &'static str {
    match sent {
        Sent::Handing => "org",
        Sent::Measures => "measures",
        Sent::Progress | Sent::Submission => "text",
        Sent::Closure => "conclusion",
        Sent::Revisit => "saw",
        Sent::Merging => "into",
        Sent::Files => "files",
        Sent::Recall | Sent::Return | Sent::Reopening | Sent::Nothing => "reason",
    }
}

/// The page again, with what is wrong. What the rules forbid has a page of its own, since the form it came from is no longer
/// there.
pub(super) fn refuse<A: Act>(cx: &Writing<'_, A>, sent: Sent, typed: Typed, problem: Problem) -> Rejection {
    if let Problem::Refused(say) = &problem
        && !matches!(
            say.key,
            "finding-unsorted" | "finding-merge-itself" | "finding-merge-closed" | "finding-is-merged"
        )
    {
        return Rejection::Problem(problem);
    }
    let again = || {
        let errors = errors_of(problem, main_field(sent))?;
        let (words, sight, roster) = (cx.words(), Sight::writing(cx)?, bodies::roster(cx.site())?);
        let (id, shown) = (FindingId(typed.id), errors.clone());
        let page = cx.read(move |c| page(c, words, &roster, &sight, id, (sent, typed, &shown)))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}
