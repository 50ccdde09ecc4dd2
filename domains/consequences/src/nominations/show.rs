//! The page of a nomination: deeds, evidence, decision, history.

use askama::Template;
use kernel::{Act, FieldError, Problem, Reach};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Download, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Verdict};
use super::record::{self, Decided, Nomination, NominationId, is_visible, reference};
use crate::awards::record::{self as awards, Award};
use crate::awards::rules::State;
use crate::fields::{Faults, Fields, reason};
use crate::history::{self, Line};
use crate::policy::{DecideAwards, NominateAward, ReadAwards, ReadNominations};
use crate::sources::{Sources, reach};
use web::enclosures;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: NominationId,
}

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the nomination; from the address.
    id: i64,
    /// `accept` or `refuse`.
    verdict: String,
    /// Why it is refused.
    reason: String,
    /// Why it is accepted against the rules.
    exception: String,
    /// Why it is taken back.
    why: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "nominations/show.html")]
pub(super) struct NominationShow {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    award: Award,
    nomination: Nomination,
    nominated_by: String,
    /// Evidence by number and name, for those who see all of it.
    evidence: Vec<(usize, String)>,
    #[serde(skip)]
    history: Vec<Line>,
    /// What stands in the way of accepting it; empty when nothing does.
    obstacle: String,
    may_decide: bool,
    /// The list is put up: it can only be struck off.
    strikes_off: bool,
    may_withdraw: bool,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl NominationShow {
    fn at(&self, tail: &str) -> String {
        format!("/nominations/{}{tail}", self.nomination.id)
    }

    fn award_at(&self) -> String {
        format!("/awards/{}", self.award.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("award-nomination-{}", self.nomination.state.code()))
    }

    fn wrong(&self, field: &str) -> bool {
        !self.faults.at(field).is_empty()
    }
}

impl Page for NominationShow {
    fn title(&self) -> String {
        self.nomination.name.clone()
    }
}

/// Who looks at the page, and what they may do there.
struct Viewer {
    words: Words,
    sources: Sources,
    sees: Reach,
    nominates: Reach,
    decides: bool,
}

impl Viewer {
    fn writing<A: Act>(cx: &Writing<'_, A>) -> Result<Self, Problem> {
        let (who, today) = (cx.principal(), cx.today());
        Ok(Self {
            words: cx.words(),
            sources: Sources::of(cx.site())?,
            sees: reach::<ReadNominations>(who, today),
            nominates: reach::<NominateAward>(who, today),
            decides: reach::<DecideAwards>(who, today).all,
        })
    }
}

fn page(
    c: &mut Conn,
    viewer: Viewer,
    id: NominationId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<NominationShow, Problem> {
    let Viewer { words, sources, sees, nominates, decides } = viewer;
    let (nomination, award) = visible(c, &sources, &sees, id)?;
    let inside = sources.must_reach(c, &sees, nomination.org).is_ok();
    let own = sources.must_reach(c, &nominates, nomination.org).is_ok();
    let open = award.state == State::Nominating && nomination.state != Decided::Withdrawn;
    let strikes_off = award.state == State::Notice && nomination.state == Decided::Accepted;
    let may_decide = decides && (open || strikes_off);
    let obstacle = match may_decide && open {
        true => obstacle(c, &sources, &words, &award, &nomination)?,
        false => String::new(),
    };
    let (mut evidence, mut history, mut nominated_by) = (Vec::new(), Vec::new(), String::new());
    if inside {
        evidence = enclosures::listed(c, &reference(id))?;
        history = history::of(c, &words, &reference(id))?;
        nominated_by = history::name(c, &words, &nomination.by)?;
    }
    Ok(NominationShow {
        may_withdraw: own && open && nomination.state == Decided::Entered,
        faults: Faults::of(errors, &words),
        nomination,
        nominated_by,
        evidence,
        history,
        obstacle,
        may_decide,
        strikes_off,
        typed,
        award,
        words,
    })
}

/// A nomination that somebody may see, with its award.
fn visible(
    c: &mut Conn,
    sources: &Sources,
    sees: &Reach,
    id: NominationId,
) -> Result<(Nomination, Award), Problem> {
    let nomination = record::find(c, id)?;
    let award = awards::find(c, nomination.award)?;
    let within = sources.within(c, sees, &[nomination.org])?;
    if is_visible(&award, &nomination, within.as_ref()) {
        Ok((nomination, award))
    } else {
        Err(Problem::Missing)
    }
}

fn obstacle(
    c: &mut Conn,
    sources: &Sources,
    words: &Words,
    award: &Award,
    of: &Nomination,
) -> Result<String, Problem> {
    let all = sources.graded(c, award.cycle)?;
    let others = actions::live(award, &all, &record::of_award(c, award.id)?, Some(of.id));
    let Some(own) = all.iter().find(|one| one.result.org == of.org) else {
        return Ok(words.t("award-not-graded"));
    };
    let found = award.conditions.may_accept(award.subject, own, &all, &others);
    Ok(found.err().map(|obstacle| words.say(&obstacle.say)).unwrap_or_default())
}

pub(super) fn show(cx: &mut Reading<'_, ReadAwards>, one: One) -> Result<NominationShow, Problem> {
    let (who, today) = (cx.principal(), cx.today());
    let viewer = Viewer {
        words: cx.words(),
        sources: Sources::of(cx.site())?,
        sees: reach::<ReadNominations>(who, today),
        nominates: reach::<NominateAward>(who, today),
        decides: reach::<DecideAwards>(who, today).all,
    };
    page(cx.db, viewer, one.id, Typed::default(), &[])
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: NominationId,
    /// Its number among the files of the nomination, from 1.
    file: usize,
}

pub(super) fn evidence(cx: &mut Reading<'_, ReadAwards>, input: OneFile) -> Result<Download, Problem> {
    let sources = Sources::of(cx.site())?;
    let sees = reach::<ReadNominations>(cx.principal(), cx.today());
    let nomination = record::find(cx.db, input.id)?;
    sources.must_reach(cx.db, &sees, nomination.org)?;
    enclosures::handed_out(cx.db, &reference(input.id), input.file)
}

impl Typed {
    fn verdict(&self) -> Result<Verdict, Problem> {
        let mut fields = Fields::default();
        let accepts = self.verdict == "accept";
        if !accepts && self.verdict != "refuse" {
            fields.wrong("reason", "award-verdict-needed");
        } else if !accepts {
            fields.required("reason", &self.reason, 500);
        }
        let exception = fields.text("exception", &self.exception, 500);
        fields.done(Verdict { accepts, reason: self.reason.trim().to_owned(), exception })
    }
}

fn refuse<A: Act>(cx: &Writing<'_, A>, typed: Typed, problem: Problem) -> Rejection {
    let Problem::Invalid(errors) = problem else { return problem.into() };
    let viewer = match Viewer::writing(cx) {
        Ok(viewer) => viewer,
        Err(problem) => return problem.into(),
    };
    let (id, shown) = (NominationId(typed.id), errors.clone());
    match cx.read(move |c| page(c, viewer, id, typed, &shown)) {
        Ok(page) => Rejection::form(page, errors),
        Err(problem) => problem.into(),
    }
}

pub(super) fn decide(cx: &mut Writing<'_, DecideAwards>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sources) = (NominationId(typed.id), Sources::of(cx.site())?);
    let decided =
        typed.verdict().and_then(|verdict| cx.write(move |tx| actions::decide(tx, &sources, id, &verdict)));
    match decided {
        Ok(after) => {
            let said = match after.state {
                Decided::Accepted => "award-was-accepted",
                _ => "award-was-refused",
            };
            Ok(Done::to(format!("/awards/{}", after.award)).say(said).view(&after))
        }
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}

pub(super) fn withdraw(cx: &mut Writing<'_, NominateAward>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sources) = (NominationId(typed.id), Sources::of(cx.site())?);
    let reach = cx.permit.reach().clone();
    cx.read(move |c| {
        let nomination = record::find(c, id)?;
        sources.must_reach(c, &reach, nomination.org)
    })?;
    let withdrawn =
        reason("why", &typed.why).and_then(|reason| cx.write(move |tx| actions::withdraw(tx, id, &reason)));
    match withdrawn {
        Ok(after) => {
            Ok(Done::to(format!("/awards/{}", after.award)).say("award-was-taken-back").view(&after))
        }
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}
