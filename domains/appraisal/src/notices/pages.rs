//! The notice of a cycle, and giving it.

use askama::Template;
use kernel::{Day, FieldError, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::rules;
use crate::cycles::actions::{self, reference};
use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::objections;
use crate::policy::{PublishCycle, ReadPreparation, ReadRankings};
use crate::versions::actions as versions;
use crate::versions::record::{self as version_record, VersionState};

pub(crate) const GIVE: &str =
    "UPDATE appraisal_cycles SET notice_from = $2, notice_days = $3, notice_until = $4 WHERE id = $1";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "notices/show.html")]
pub(super) struct NoticePage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    from: String,
    until: String,
    /// Working days left, today counted.
    left: u32,
    /// It is up and has not ended.
    running: bool,
    digest: String,
    version: u32,
    /// Objections that are not answered.
    open_objections: i64,
    may_give: bool,
    may_publish: bool,
    /// What was typed when giving it.
    typed_from: String,
    typed_days: String,
    /// Last day by what was typed.
    would_end: String,
    errors: Vec<(String, String)>,
}

impl NoticePage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }

    fn year(&self) -> String {
        self.cycle.year.to_string()
    }

    fn days(&self) -> String {
        self.cycle.notice.map(|notice| notice.days.to_string()).unwrap_or_default()
    }
}

impl Page for NoticePage {
    fn title(&self) -> String {
        self.words.f("appraisal-notice-title", [("year", self.cycle.year.to_string())])
    }
}

struct Typed {
    from: String,
    days: String,
}

fn page(
    c: &mut Conn,
    words: Words,
    id: CycleId,
    seen: (bool, bool),
    today: Day,
    typed: Option<Typed>,
    errors: &[FieldError],
) -> Result<NoticePage, Problem> {
    let (unpublished, may) = seen;
    let cycle = cycles::find(c, id, unpublished)?;
    let workdays = web::workdays(c)?;
    let shown = cycle.shown.map(|version| version_record::find(c, version)).transpose()?;
    let typed = typed.unwrap_or(Typed { from: today.to_string(), days: rules::DAYS.to_string() });
    let would_end = match (Day::parse(&typed.from), typed.days.trim().parse::<u32>()) {
        (Ok(from), Ok(days)) if (1..=60).contains(&days) => words.day(rules::until(&workdays, from, days)),
        _ => String::new(),
    };
    let notice = cycle.notice;
    let running = cycle.state == State::Notice && notice.is_some_and(|notice| today <= notice.until);
    let left = notice.filter(|_| running).map_or(0, |notice| workdays.count(today, notice.until));
    Ok(NoticePage {
        from: notice.map(|notice| words.day(notice.from)).unwrap_or_default(),
        until: notice.map(|notice| words.day(notice.until)).unwrap_or_default(),
        left,
        running,
        digest: shown.as_ref().map(|version| version.digest.clone()).unwrap_or_default(),
        version: shown.map_or(0, |version| version.number),
        open_objections: objections::record::open(c, id)?,
        may_give: may && cycle.state == State::Deliberation && cycle.opened.is_some(),
        may_publish: may && cycle.state == State::Notice,
        typed_from: typed.from,
        typed_days: typed.days,
        would_end,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: OfCycle) -> Result<NoticePage, Problem> {
    let seen = (cx.can::<ReadPreparation>(), cx.can::<PublishCycle>());
    let (words, today) = (cx.words(), cx.today());
    page(cx.db, words, input.id, seen, today, None, &[])
}

/// From when and for how long.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct NoticeForm {
    id: CycleId,
    #[serde(default)]
    from: String,
    #[serde(default)]
    days: String,
}

pub(super) fn give(cx: &mut Writing<'_, PublishCycle>, input: NoticeForm) -> Result<Done, Rejection> {
    let (id, today) = (input.id, cx.today());
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key| errors.push(FieldError { field: field.into(), say: Say::new(key) });
    let from = Day::parse(&input.from).ok().filter(|from| *from >= today);
    if from.is_none() {
        wrong("from", "appraisal-notice-from-wrong");
    }
    let days = input.days.trim().parse::<u32>().ok().filter(|days| (1..=60).contains(days));
    if days.is_none() {
        wrong("days", "appraisal-notice-days-wrong");
    }
    let (Some(from), Some(days)) = (from, days) else {
        let (words, said) = (cx.words(), errors.clone());
        let typed = Typed { from: input.from, days: input.days };
        let page = cx.read(move |c| page(c, words, id, (true, true), today, Some(typed), &said))?;
        return Err(Rejection::form(page, errors));
    };
    let (year, until) = cx.write(move |tx| {
        let cycle = cycles::find(tx, id, true)?;
        if cycle.state != State::Deliberation || cycle.opened.is_none() {
            return Err(Problem::refused(Say::new("appraisal-notice-not-now").with("year", cycle.year)));
        }
        let until = rules::until(&web::workdays(tx)?, from, days);
        versions::freeze(tx, &cycle, VersionState::Noticed)?;
        tx.run(GIVE, &[&id, &from, &days, &until])?;
        let after = serde_json::json!({ "from": from, "days": days, "until": until });
        tx.note(&reference(id), None::<&()>, Some(&after))?;
        actions::move_to(tx, &cycle, State::Notice)?;
        tx.emit("appraisal.noticed", &reference(id), &serde_json::json!({ "year": cycle.year }))?;
        Ok((cycle.year, until))
    })?;
    let until = cx.words().day(until);
    Ok(Done::to(format!("/cycles/{id}/notice"))
        .say(Say::new("appraisal-notice-given").with("year", year).with("until", until)))
}
