//! The page of a measure: what is to be done, how far it is, what is due, and what the reader may do about it.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::Faults;
use web::links::LinksView;
use web::{Page, Reading, Words, enclosures};

use super::record::{self, Answer, Entry, Extension, Measure, MeasureId, Milestone, reference};
use super::rules::{Lamp, State};
use crate::history::{self, Line};
use crate::plans::record::{self as plans, Plan};
use crate::policy::ReadMeasures;
use crate::reminders::record as reminders;
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: MeasureId,
}

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the measure; from the address.
    pub id: i64,
    /// Number of a milestone; from the address.
    pub milestone: i64,
    /// Number of an extension; from the address.
    pub extension: i64,
    /// Hundredths that are done.
    pub percent: String,
    /// What was done.
    pub text: String,
    /// The day on which a milestone was reached.
    pub on: String,
    /// What the measure came to, when it is handed in.
    pub result: String,
    /// The later day that is asked for.
    pub new_due: String,
    /// Why it is asked for.
    pub because: String,
    /// `granted` or `refused`.
    pub verdict: String,
    /// What the office says to it.
    pub answer: String,
    /// Why it is sent back.
    pub return_reason: String,
    /// Why it is stopped.
    pub stop_reason: String,
}

/// An entry with the files it brought, by number and name.
#[derive(Serialize, JsonSchema)]
struct EntryLine {
    #[serde(flatten)]
    entry: Entry,
    entered_by: String,
    files: Vec<(usize, String)>,
}

/// What the reader may do now.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct May {
    edit: bool,
    remove: bool,
    sign: bool,
    tell: bool,
    /// Whether their entries say how far it is.
    percent: bool,
    reach: bool,
    hand_in: bool,
    ask: bool,
    judge: bool,
    stop: bool,
    /// They would decide, were it not their own body's.
    own: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "measures/show.html")]
pub(super) struct MeasureShow {
    #[serde(skip)]
    words: Words,
    today: Day,
    measure: Measure,
    /// As 1.3.
    number: String,
    aspect: String,
    plan: Plan,
    lamp: Lamp,
    /// Days by which it, or a milestone of it, is late.
    days_late: i64,
    helpers: Vec<(OrgId, String)>,
    milestones: Vec<Milestone>,
    entries: Vec<EntryLine>,
    extensions: Vec<Extension>,
    reminders: Vec<reminders::Brief>,
    may: May,
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl MeasureShow {
    fn at(&self, tail: &str) -> String {
        format!("/measures/{}{tail}", self.measure.id)
    }

    fn at_plan(&self) -> String {
        format!("/plans/{}", self.plan.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("measure-state-{}", self.measure.state.code().replace('_', "-")))
    }

    fn is(&self, code: &str) -> bool {
        self.measure.state.code() == code
    }

    fn because(&self) -> String {
        let reason = [("reason", self.measure.reason.clone())];
        match self.measure.state {
            State::Stopped => self.words.f("measure-stopped-because", reason),
            _ => self.words.f("measure-sent-back-because", reason),
        }
    }

    fn period(&self) -> String {
        let from = self.words.day(self.measure.starts);
        match self.measure.due {
            Some(due) => self.words.f("measure-from-until", [("from", from), ("until", self.words.day(due))]),
            None => self.words.f("measure-from-on", [("from", from)]),
        }
    }

    /// What comes next, in words.
    fn next(&self) -> String {
        let words = &self.words;
        if self.days_late > 0 {
            return words.f("measure-days-late", [("n", self.days_late.to_string())]);
        }
        if !self.measure.state.is_open() || self.measure.state == State::HandedIn {
            return String::new();
        }
        let next = [self.measure.due, self.measure.next_milestone].into_iter().flatten().min();
        next.map_or_else(String::new, |day| {
            let left = self.today.days_until(day);
            words.f("measure-days-left", [("n", left.to_string()), ("day", words.day(day))])
        })
    }

    fn helper_names(&self) -> String {
        let names: Vec<&str> = self.helpers.iter().map(|(_, name)| name.as_str()).collect();
        names.join(&self.words.t("measure-comma"))
    }

    fn percent(&self) -> usize {
        usize::try_from(self.measure.percent).unwrap_or(0)
    }

    fn percent_text(&self) -> String {
        format!("{}%", self.measure.percent)
    }

    fn step_tone(&self, one: &Milestone) -> &'static str {
        match one.done_on {
            Some(_) => "done",
            None if one.due < self.today && self.measure.state.is_at_work() => "bad",
            None => "",
        }
    }

    fn step_state(&self, one: &Milestone) -> String {
        match one.done_on {
            Some(day) => self.words.f("measure-step-done-on", [("day", self.words.day(day))]),
            None if one.due < self.today && self.measure.state.is_at_work() => {
                let late = one.due.days_until(self.today);
                self.words.f("measure-days-late", [("n", late.to_string())])
            }
            None => self.words.t("measure-step-open"),
        }
    }

    fn answer(&self, one: &Extension) -> String {
        self.words.t(&format!("measure-extension-{}", one.state.code()))
    }

    fn answer_tone(&self, one: &Extension) -> &'static str {
        match one.state {
            Answer::Asked => "warn",
            Answer::Granted => "done",
            Answer::Refused => "bad",
        }
    }

    fn is_asked(&self, one: &Extension) -> bool {
        one.state == Answer::Asked
    }

    fn days(&self, one: &Extension) -> String {
        let args = [("old", self.words.day(one.old_due)), ("new", self.words.day(one.new_due))];
        self.words.f("measure-extension-days", args)
    }

    fn entry_percent(&self, line: &EntryLine) -> String {
        format!("{}%", line.entry.percent)
    }

    fn entry_who(&self, line: &EntryLine) -> String {
        format!("{} {}", line.entry.org_name, line.entered_by)
    }

    fn verdicts(&self) -> Vec<(String, String)> {
        ["granted", "refused"]
            .map(|code| (code.to_owned(), self.words.t(&format!("measure-verdict-{code}"))))
            .into()
    }

    fn has_faults(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.faults.at(field).is_empty())
    }

    /// Everything that is wrong, also where the form is no longer on the page.
    fn refusal(&self) -> String {
        let says: Vec<&str> = self.faults.0.iter().map(|(_, text)| text.as_str()).collect();
        says.join(&self.words.t("measure-semicolon"))
    }

    fn reminder(&self, one: &reminders::Brief) -> String {
        one.named(&self.words)
    }

    fn links_html(&self) -> Result<String, askama::Error> {
        self.links.as_ref().map_or_else(|| Ok(String::new()), LinksView::html)
    }
}

impl Page for MeasureShow {
    fn title(&self) -> String {
        format!("{} {}", self.number, self.measure.content)
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadMeasures>, one: One) -> Result<MeasureShow, Problem> {
    let sight = Sight::reading(cx)?;
    let actor = store::audit::actor_code(cx.permit.actor());
    let mut page = page(cx.db, &sight, &actor, one.id, Typed::default(), &[])?;
    page.links = Some(web::links::view(cx, &reference(one.id))?);
    Ok(page)
}

fn may(sight: &Sight, measure: &Measure, plan: &Plan, leads: bool, helps: bool, actor: &str) -> May {
    let alive = plan.state != plans::State::Closed;
    let open = alive && measure.state.is_open();
    let at_work = alive && measure.state.is_at_work();
    let settled = matches!(measure.state, State::Done | State::Stopped);
    May {
        edit: sight.may_set_up && alive && !settled,
        remove: sight.may_set_up && measure.state == State::Draft,
        sign: leads && alive && measure.state == State::Issued,
        tell: (leads || helps) && at_work,
        percent: leads,
        reach: leads && at_work,
        hand_in: leads && at_work && measure.milestones_done == measure.milestones,
        ask: leads && at_work && measure.due.is_some(),
        judge: sight.may_decide && open && !leads && measure.handed_in_by != actor,
        stop: sight.may_decide && open && !leads,
        own: sight.may_decide && open && leads,
    }
}

pub(super) fn page(
    c: &mut Conn,
    sight: &Sight,
    actor: &str,
    id: MeasureId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<MeasureShow, Problem> {
    let (measure, helpers) = sight.measure(c, id)?;
    let plan = plans::find(c, measure.plan)?;
    let aspects = plans::aspects(c, plan.id)?;
    let orgs: Vec<OrgId> = std::iter::once(measure.org).chain(helpers.iter().map(|(org, _)| *org)).collect();
    let working = sight.working_for(c, &orgs)?;
    let leads = working.contains(&measure.org);
    let helps = helpers.iter().any(|(org, _)| working.contains(org));
    let files = enclosures::listed(c, &reference(id))?;
    let mut lines = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for entry in record::entries(c, id)? {
        if !names.contains_key(&entry.entered_by) {
            let name = history::name(c, &sight.words, &entry.entered_by)?;
            names.insert(entry.entered_by.clone(), name);
        }
        let last = entry.first_file + entry.files;
        let of = |(number, _): &&(usize, String)| (entry.first_file..last).contains(number);
        lines.push(EntryLine {
            files: files.iter().filter(of).cloned().collect(),
            entered_by: names.get(&entry.entered_by).cloned().unwrap_or_default(),
            entry,
        });
    }
    let extensions = record::extensions(c, id)?;
    let mut may = may(sight, &measure, &plan, leads, helps, actor);
    may.ask = may.ask && extensions.iter().all(|one| one.state != Answer::Asked);
    let standing = measure.standing();
    let typed = match typed.id {
        0 => Typed { percent: measure.percent.to_string(), on: sight.today.to_string(), ..typed },
        _ => typed,
    };
    Ok(MeasureShow {
        today: sight.today,
        number: measure.number(),
        aspect: aspects
            .into_iter()
            .find(|one| one.id == measure.aspect)
            .map(|one| one.name)
            .unwrap_or_default(),
        lamp: standing.lamp(plan.warning, sight.today),
        days_late: standing.days_late(sight.today),
        milestones: record::milestones(c, id)?,
        reminders: reminders::of_measure(c, id)?,
        history: history::of(c, &sight.words, &reference(id))?,
        faults: Faults::of(errors, &sight.words),
        words: sight.words.clone(),
        entries: lines,
        links: None,
        extensions,
        measure,
        helpers,
        plan,
        may,
        typed,
    })
}
