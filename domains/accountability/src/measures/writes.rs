//! The writes of a measure's page: whose they are is looked at first, and what is refused comes back with the page.

use kernel::{Act, OrgId, Problem};
use serde::Serialize;
use web::enclosures::{self, Enclosure};
use web::form::{Fields, errors_of, reason};
use web::{Done, File, Rejection, Writing};

use super::record::{ExtensionId, Measure, MeasureId, MilestoneId};
use super::show::{Typed, page};
use super::verdicts::{self, Own};
use super::work::{self, Told};
use crate::policy::{DecideMeasures, WorkOnMeasures};
use crate::sight::Sight;
use crate::sources::Sources;
use crate::telling;

/// Characters of an entry.
const ENTRY: usize = 1_000;

/// What was written, or the page again with what was typed.
fn answer<A: Act, T: Serialize>(
    cx: &Writing<'_, A>,
    typed: Typed,
    written: Result<T, Problem>,
    field: &str,
    say: &'static str,
) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    match written {
        Ok(view) => Ok(Done::to(format!("/measures/{id}")).say(say).view(&view)),
        Err(problem) => {
            let errors = errors_of(problem, field)?;
            let (sight, shown) = (Sight::writing(cx)?, errors.clone());
            let actor = store::audit::actor_code(cx.permit.actor());
            let page = cx.read(move |c| page(c, &sight, &actor, id, typed, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}

/// For which body somebody works on a measure.
enum Hand {
    Leads(Box<Measure>),
    Helps(String),
}

/// For which body the sender works on the measure.
///
/// # Errors
/// [`Problem::Missing`] when they may not see it, [`Problem::Forbidden`] when they only see it.
fn hand(cx: &Writing<'_, WorkOnMeasures>, id: MeasureId) -> Result<Hand, Problem> {
    let sight = Sight::writing(cx)?;
    cx.read(move |c| {
        let (measure, helpers) = sight.measure(c, id)?;
        let orgs: Vec<OrgId> =
            std::iter::once(measure.org).chain(helpers.iter().map(|(org, _)| *org)).collect();
        let working = sight.working_for(c, &orgs)?;
        if working.contains(&measure.org) {
            return Ok(Hand::Leads(Box::new(measure)));
        }
        match helpers.into_iter().find(|(org, _)| working.contains(org)) {
            Some((_, name)) => Ok(Hand::Helps(name)),
            None => Err(Problem::Forbidden { act: WorkOnMeasures::NAME }),
        }
    })
}

/// The measure, if the sender works for the body that leads it.
fn led(cx: &Writing<'_, WorkOnMeasures>, id: MeasureId) -> Result<Box<Measure>, Problem> {
    match hand(cx, id)? {
        Hand::Leads(measure) => Ok(measure),
        Hand::Helps(_) => Err(Problem::Forbidden { act: WorkOnMeasures::NAME }),
    }
}

/// Whether the sender, who would decide, works for the body that leads the measure.
fn own(cx: &Writing<'_, DecideMeasures>, id: MeasureId) -> Result<Own, Problem> {
    let sight = Sight::writing(cx)?;
    cx.read(move |c| {
        let (measure, _) = sight.measure(c, id)?;
        Ok(Own { works_there: !sight.working_for(c, &[measure.org])?.is_empty() })
    })
}

pub(super) fn sign(cx: &mut Writing<'_, WorkOnMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    led(cx, id)?;
    let signed = cx.write(move |tx| work::sign(tx, id));
    answer(cx, typed, signed, "", "measure-was-signed")
}

fn files(files: Vec<File>, field: &str) -> Result<Vec<Enclosure>, Problem> {
    enclosures::chosen(files, field).map_err(|say| Problem::field(field, say))
}

pub(super) fn tell(
    cx: &mut Writing<'_, WorkOnMeasures>,
    typed: Typed,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    let (org_name, leads) = match hand(cx, id)? {
        Hand::Leads(measure) => (measure.org_name, true),
        Hand::Helps(name) => (name, false),
    };
    let told = told(&typed, org_name, leads, sent);
    let written = told.and_then(|told| cx.write(move |tx| work::tell(tx, id, &told)));
    answer(cx, typed, written, "text", "measure-was-told")
}

fn told(typed: &Typed, org_name: String, leads: bool, sent: Vec<File>) -> Result<Told, Problem> {
    let mut fields = Fields::default();
    let percent = leads.then(|| fields.number("percent", &typed.percent, 0, 100));
    let text = fields.required("text", &typed.text, ENTRY);
    let files = enclosures::chosen(sent, "evidence").unwrap_or_else(|say| {
        fields.wrong("evidence", say);
        Vec::new()
    });
    fields.done(Told { percent, text, org_name, files })
}

pub(super) fn reach(cx: &mut Writing<'_, WorkOnMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let (id, milestone) = (MeasureId(typed.id), MilestoneId(typed.milestone));
    led(cx, id)?;
    let mut fields = Fields::default();
    let on = fields.day("on", &typed.on);
    let reached = fields
        .done(on)
        .and_then(|on| on.ok_or(Problem::Missing))
        .and_then(|on| cx.write(move |tx| work::reach(tx, id, milestone, on)));
    answer(cx, typed, reached, "on", "measure-was-reached")
}

pub(super) fn hand_in(
    cx: &mut Writing<'_, WorkOnMeasures>,
    typed: Typed,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    let measure = led(cx, id)?;
    let mut fields = Fields::default();
    let text = fields.required("result", &typed.result, ENTRY);
    let handed = fields
        .done(text)
        .and_then(|text| Ok((text, files(sent, "proof")?)))
        .map(|(text, files)| Told { percent: None, text, org_name: measure.org_name, files })
        .and_then(|told| cx.write(move |tx| work::hand_in(tx, id, &told)));
    answer(cx, typed, handed, "result", "measure-was-handed-in")
}

pub(super) fn ask(cx: &mut Writing<'_, WorkOnMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    led(cx, id)?;
    let mut fields = Fields::default();
    let new_due = fields.day("new_due", &typed.new_due);
    let because = fields.required("because", &typed.because, 500);
    let asked = fields
        .done(new_due)
        .and_then(|day| day.ok_or(Problem::Missing))
        .and_then(|day| cx.write(move |tx| work::ask(tx, id, day, &because)));
    answer(cx, typed, asked, "new_due", "measure-was-asked")
}

pub(super) fn accept(cx: &mut Writing<'_, DecideMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    let own = own(cx, id)?;
    let sources = Sources::of(cx.site())?;
    let accepted = cx.write(move |tx| {
        let measure = verdicts::accept(tx, id, own)?;
        telling::lead(tx, &sources, &measure, "notice-measure-accepted", "", None)?;
        Ok(measure)
    });
    answer(cx, typed, accepted, "", "measure-was-accepted")
}

pub(super) fn send_back(cx: &mut Writing<'_, DecideMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    let own = own(cx, id)?;
    let sources = Sources::of(cx.site())?;
    let sent = reason("return_reason", &typed.return_reason).and_then(|reason| {
        cx.write(move |tx| {
            let measure = verdicts::send_back(tx, id, &reason, own)?;
            let what = tx.now().0.to_string();
            telling::lead(tx, &sources, &measure, "notice-measure-sent-back", &what, measure.due)?;
            Ok(measure)
        })
    });
    answer(cx, typed, sent, "return_reason", "measure-was-sent-back")
}

pub(super) fn stop(cx: &mut Writing<'_, DecideMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let id = MeasureId(typed.id);
    let own = own(cx, id)?;
    let sources = Sources::of(cx.site())?;
    let stopped = reason("stop_reason", &typed.stop_reason).and_then(|reason| {
        cx.write(move |tx| {
            let measure = verdicts::stop(tx, id, &reason, own)?;
            telling::lead(tx, &sources, &measure, "notice-measure-stopped", "", None)?;
            Ok(measure)
        })
    });
    answer(cx, typed, stopped, "stop_reason", "measure-was-stopped")
}

pub(super) fn decide(cx: &mut Writing<'_, DecideMeasures>, typed: Typed) -> Result<Done, Rejection> {
    let (id, extension) = (MeasureId(typed.id), ExtensionId(typed.extension));
    let own = own(cx, id)?;
    let mut fields = Fields::default();
    let grants = match typed.verdict.as_str() {
        "granted" => Some(true),
        "refused" => Some(false),
        _ => None,
    };
    let grants = fields.choice("verdict", grants).unwrap_or_default();
    // A refusal needs a reason; what is granted speaks for itself.
    let words = match typed.verdict.as_str() {
        "refused" => fields.required("answer", &typed.answer, 500),
        _ => fields.text("answer", &typed.answer, 500),
    };
    let sources = Sources::of(cx.site())?;
    let decided = fields.done(words).and_then(|words| {
        cx.write(move |tx| {
            let measure = verdicts::decide(tx, id, extension, grants, &words, own)?;
            let key = if grants { "notice-extension-granted" } else { "notice-extension-refused" };
            telling::lead(tx, &sources, &measure, key, &extension.to_string(), measure.due)?;
            Ok(measure)
        })
    });
    answer(cx, typed, decided, "verdict", "measure-was-decided")
}
