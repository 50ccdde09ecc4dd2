//! Reading a self-assessment: what is claimed, said and shown, and what became of it.

use askama::Template;
use kernel::access::{Reach, reach_of};
use kernel::{Act, Day, OrgId, Principal, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::audit::{self, Filter};
use web::{Page, PaperView, Reading, Words};

use super::record::{self, State, reference};
use super::view::{Read, SelfAssessment};
use super::{paper, rules};
use crate::cycles::record::{Cycle, CycleId};
use crate::participants::{Participant, ParticipantId};
use crate::people::People;
use crate::policy::{FillSelfAssessment, PrepareCycle, ReadSelfAssessments};

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(super) struct One {
    pub(super) id: CycleId,
    pub(super) org: OrgId,
}

/// What became of it, one step.
#[derive(Serialize, JsonSchema)]
struct Step {
    when: String,
    what: String,
    by: String,
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "self_assessments/show.html")]
pub(super) struct SelfAssessmentShow {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    own: SelfAssessment,
    steps: Vec<Step>,
    due: String,
    /// The reader may write on.
    may_fill: bool,
    may_withdraw: bool,
    may_return: bool,
    /// The reader sees others too.
    #[serde(skip)]
    all: bool,
}

impl SelfAssessmentShow {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}/self-assessments/{}{tail}", self.cycle.id, self.own.org)
    }

    fn list(&self) -> String {
        format!("/cycles/{}/self-assessments", self.cycle.id)
    }

    fn file(&self, id: &store::attachments::AttachmentId) -> String {
        format!("/cycles/{}/evidence/{id}", self.cycle.id)
    }

    fn do_fill(&self) -> String {
        self.words.t(if self.own.is_returned() { "self-mend" } else { "self-fill" })
    }

    fn year(&self) -> String {
        self.cycle.year.to_string()
    }
}

impl Page for SelfAssessmentShow {
    fn title(&self) -> String {
        self.words.f("self-title", [("name", self.own.name.clone()), ("year", self.year())])
    }
}

/// How far somebody reaches under another act than the page's own.
fn reach<A: Act>(who: Option<&Principal>, today: Day) -> Option<Reach> {
    reach_of(who?, A::ALLOW, today)
}

/// Whether somebody may carry out `A` for this participant.
pub(super) fn may<A: Act>(who: Option<&Principal>, today: Day, participant: &Participant) -> bool {
    reach::<A>(who, today).is_some_and(|reach| record::reaches(&reach, participant))
}

pub(super) fn show(
    cx: &mut Reading<'_, ReadSelfAssessments>,
    input: One,
) -> Result<SelfAssessmentShow, Problem> {
    let (cycle, participant) = record::within(cx.db, input.id, input.org, cx.permit.reach())?;
    let (words, today) = (cx.words(), cx.today());
    let read = Read::of(cx.db, cycle, participant)?;
    let steps = steps(cx.db, read.participant.id, &read.people, &words)?;
    let (state, own) = (read.cycle.state, read.own.as_ref().map(|own| own.state));
    let fills = may::<FillSelfAssessment>(cx.principal(), today, &read.participant);
    Ok(SelfAssessmentShow {
        own: read.view(&words),
        steps,
        due: read.cycle.due.self_assessment.map(|day| words.day(day)).unwrap_or_default(),
        may_fill: fills && rules::may_fill(state, own),
        may_withdraw: fills && rules::may_withdraw(state, own),
        may_return: cx.can::<PrepareCycle>() && rules::may_return(state, own),
        all: cx.permit.reach().all,
        cycle: read.cycle,
        words,
    })
}

/// The same as a paper to be filed.
pub(super) fn on_paper(cx: &mut Reading<'_, ReadSelfAssessments>, input: One) -> Result<PaperView, Problem> {
    let (cycle, participant) = record::within(cx.db, input.id, input.org, cx.permit.reach())?;
    let words = cx.words();
    let read = Read::of(cx.db, cycle, participant)?;
    let paper = paper::of(&read, &words);
    let back = format!("/cycles/{}/self-assessments/{}", input.id, input.org);
    let label = words.f("self-of-year", [("year", read.cycle.year.to_string())]);
    Ok(PaperView::new(cx, paper).back(back, label))
}

/// Steps that are told at most.
const TOLD: u64 = 40;

/// What became of it, the latest first, as the audit trail has it.
fn steps(
    c: &mut Conn,
    participant: ParticipantId,
    people: &People,
    words: &Words,
) -> Result<Vec<Step>, Problem> {
    /// What a row of the trail says.
    #[derive(Deserialize)]
    struct Said {
        state: State,
        #[serde(default)]
        withdrawn: bool,
        #[serde(default)]
        reason: String,
    }
    let record = reference(participant);
    let filter = Filter { record_kind: Some(record.kind), record_id: Some(record.id), ..Filter::default() };
    let entries = audit::list(c, &filter, None, TOLD)?;
    let step = |entry: audit::Entry| {
        let said: Said = serde_json::from_str(&entry.after?).ok()?;
        let what = match said.state {
            State::Draft if said.withdrawn => "self-step-withdrawn",
            State::Draft => "self-step-begun",
            State::Submitted => "self-step-submitted",
            State::Returned => "self-step-returned",
        };
        Some(Step {
            when: words.moment(entry.at),
            what: words.t(what),
            by: people.known(&entry.actor),
            reason: said.reason,
        })
    };
    Ok(entries.into_iter().filter_map(step).collect())
}
