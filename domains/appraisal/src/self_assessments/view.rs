//! A self-assessment as it is read: dimension by dimension, with what is claimed, said and shown, beside what the system
//! knows itself.

use std::collections::BTreeMap;

use kernel::{Moment, OrgId, Problem};
use schemars::JsonSchema;
use scoring::{Indicator, Scheme};
use serde::Serialize;
use store::Conn;
use web::Words;

use super::known::{Known, LastYear};
use super::record::{self, Assessment, Item, State};
use super::rules::{Asked, applying, sum};
use crate::cycles::record::{Cycle, CycleId};
use crate::evidence::record::{self as evidence, Evidence};
use crate::participants::{self, Participant};
use crate::people::People;
use crate::schemes;

/// Everything that is read of one organisation's self-assessment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct SelfAssessment {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    /// How far it is; nothing when it was not begun.
    pub state: Option<State>,
    pub state_name: String,
    pub tone: &'static str,
    pub summary: String,
    /// When and by whom it was handed in last, in words.
    pub submitted: String,
    pub submitted_by: String,
    /// When and by whom it was given back last, in words, and why.
    pub returned: String,
    pub returned_by: String,
    pub reason: String,
    /// The claims that are points, added up, as `78.5 / 85`; empty when there are none.
    pub claimed: String,
    /// How many indicators something is said about, and how many are asked.
    pub filled: usize,
    pub asked: usize,
    /// How many files are shown.
    pub files: usize,
    pub parts: Vec<Part>,
    /// The result of the year before.
    pub last: Option<LastYear>,
}

impl SelfAssessment {
    /// Whether it was handed in, and not taken back by the organisation itself.
    pub(crate) fn was_submitted(&self) -> bool {
        !self.submitted.is_empty()
    }

    /// The sum of the claims, or a dash.
    pub(crate) fn sum(&self) -> &str {
        if self.claimed.is_empty() { "–" } else { &self.claimed }
    }

    /// Whether it waits to be mended.
    pub(crate) fn is_returned(&self) -> bool {
        self.state == Some(State::Returned)
    }

    /// Indicators about which nothing is said.
    pub(crate) fn open(&self) -> Vec<&ItemView> {
        self.parts.iter().flat_map(|part| &part.items).filter(|item| !item.filled).collect()
    }
}

/// A dimension with its indicators.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Part {
    pub code: String,
    pub name: String,
    pub items: Vec<ItemView>,
}

/// What is said about one indicator.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ItemView {
    pub code: String,
    pub name: String,
    pub full: String,
    /// The claim as people read it; empty when nothing is claimed.
    pub claim: String,
    /// Whether the claim is points out of the full mark.
    pub points: bool,
    pub words: String,
    pub evidence: Vec<Evidence>,
    /// The value that the office has measured.
    pub measured: String,
    /// Events that the office has recorded.
    pub counted: Vec<String>,
    /// What it brought the year before, as `9.35 / 10`.
    pub last: String,
    /// When and by whom it was changed last, in words.
    pub updated: String,
    pub updated_by: String,
    /// Whether there is a claim, words, or a measured value.
    pub filled: bool,
}

/// Everything that a self-assessment is put together from.
pub(crate) struct Read {
    pub cycle: Cycle,
    pub participant: Participant,
    pub scheme: Scheme,
    pub own: Option<Assessment>,
    pub items: BTreeMap<String, Item>,
    pub evidence: BTreeMap<String, Vec<Evidence>>,
    pub known: Known,
    pub people: People,
}

impl Read {
    /// Reads it, in a number of queries that does not depend on how much was written.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    pub(crate) fn of(c: &mut Conn, cycle: Cycle, participant: Participant) -> Result<Self, Problem> {
        Ok(Self {
            scheme: schemes::record::rules(c, cycle.scheme)?,
            own: record::find(c, participant.id)?,
            items: record::items(c, participant.id)?,
            evidence: evidence::of_participant(c, participant.id)?,
            known: Known::read(c, &cycle, &participant)?,
            people: People::read(c)?,
            cycle,
            participant,
        })
    }

    /// Puts it into words.
    pub(crate) fn view(&self, words: &Words) -> SelfAssessment {
        let asked: Vec<(&Indicator, Asked)> = applying(&self.scheme, &self.participant.category).collect();
        let mut parts: Vec<Part> = Vec::new();
        for dimension in &self.scheme.dimensions {
            let own = asked.iter().filter(|(indicator, _)| indicator.dimension == dimension.code);
            let items: Vec<ItemView> =
                own.map(|(indicator, asked)| self.item(indicator, asked, words)).collect();
            if !items.is_empty() {
                parts.push(Part { code: dimension.code.clone(), name: dimension.name.clone(), items });
            }
        }
        let claims = asked.iter().filter_map(|(indicator, asked)| {
            Some((asked, self.items.get(&indicator.code)?.content.claim.as_str()))
        });
        let claimed = sum(claims).map(|(sum, full)| format!("{sum} / {full}")).unwrap_or_default();
        let items = || parts.iter().flat_map(|part| &part.items);
        let own = self.own.as_ref();
        let when_by = |at: Option<&(Moment, String)>| {
            at.map(|(at, by)| (words.moment(*at), self.people.known(by))).unwrap_or_default()
        };
        let (submitted, submitted_by) = when_by(own.and_then(|own| own.submitted.as_ref()));
        let (returned, returned_by) = when_by(own.and_then(|own| own.returned.as_ref()));
        let (key, tone) = State::look(own.map(|own| own.state));
        SelfAssessment {
            org: self.participant.org,
            name: self.participant.name.clone(),
            category: self.participant.category.clone(),
            state: own.map(|own| own.state),
            state_name: words.t(key),
            tone,
            summary: own.map(|own| own.summary.clone()).unwrap_or_default(),
            submitted,
            submitted_by,
            returned,
            returned_by,
            reason: own.map(|own| own.reason.clone()).unwrap_or_default(),
            claimed,
            filled: items().filter(|item| item.filled).count(),
            asked: items().count(),
            files: items().map(|item| item.evidence.len()).sum(),
            last: self.known.last.clone(),
            parts,
        }
    }

    fn item(&self, indicator: &Indicator, asked: &Asked, words: &Words) -> ItemView {
        let said = self.items.get(&indicator.code).filter(|item| item.revision > 0);
        let content = said.map(|item| item.content.clone()).unwrap_or_default();
        let measured = self.known.measured(indicator, words).unwrap_or_default();
        let last = self.known.last.as_ref().map(|last| last.mark(indicator)).unwrap_or_default();
        ItemView {
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            full: indicator.full.to_string(),
            filled: !content.is_empty() || !measured.is_empty(),
            claim: in_words(asked, &content.claim, words),
            points: matches!(asked, Asked::Points(_)),
            words: content.words,
            evidence: self.evidence.get(&indicator.code).cloned().unwrap_or_default(),
            measured,
            counted: self.known.counted(indicator, words),
            last,
            updated: said.map(|item| words.moment(item.updated)).unwrap_or_default(),
            updated_by: said.map(|item| self.people.known(&item.updated_by)).unwrap_or_default(),
        }
    }
}

/// A claim as people read it.
pub(crate) fn in_words(asked: &Asked, claim: &str, words: &Words) -> String {
    match (asked, claim) {
        (Asked::Holds, "yes") => words.t("appraisal-fact-yes"),
        (Asked::Holds, "no") => words.t("appraisal-fact-no"),
        (Asked::Level(levels), code) => {
            let level = levels.iter().find(|(known, _)| known == code);
            level.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
        }
        (_, claim) => claim.to_owned(),
    }
}

/// What a reviewer reads before marking: nothing until it has been handed in once, and no marks of earlier years. Whether
/// the reader marks this organisation is the caller's to know.
///
/// # Errors
/// [`Problem::Missing`] when the cycle was not opened or the organisation takes no part.
pub(crate) fn read_for(
    c: &mut Conn,
    words: &Words,
    cycle: CycleId,
    org: OrgId,
) -> Result<Option<SelfAssessment>, Problem> {
    let cycle = record::opened(c, cycle)?;
    let participant = participants::find(c, cycle.id, org)?;
    let mut view = Read::of(c, cycle, participant)?.view(words);
    if !view.was_submitted() {
        return Ok(None);
    }
    view.last = None;
    for item in view.parts.iter_mut().flat_map(|part| &mut part.items) {
        item.last = String::new();
    }
    Ok(Some(view))
}
