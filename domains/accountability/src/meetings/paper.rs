//! The minutes of a meeting as a paper (会议纪要).

use kernel::paper::{Column, Table};
use kernel::{Cell, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading};

use super::record::{self, MeetingId};
use super::show::names;
use crate::decisions::record::{self as decisions, Decision};
use crate::decisions::responsible;
use crate::groups::record as groups;
use crate::policy::ReadGroups;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: MeetingId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadGroups>, one: One) -> Result<PaperView, Problem> {
    let words = cx.words();
    let meeting = record::find(cx.db, one.id)?;
    let group = groups::find(cx.db, meeting.group)?;
    let attendance = record::attendance(cx.db, one.id)?;
    let all = decisions::of_meeting(cx.db, one.id)?;
    let args = [
        ("group", group.name.clone()),
        ("day", words.day(meeting.held_on)),
        ("place", meeting.place.clone()),
        ("chair", meeting.chair.clone()),
        ("title", meeting.title.clone()),
    ];
    let mut paper = words
        .paper(words.f("meeting-paper-title", &args))
        .text(words.f("meeting-paper-opening", &args))
        .section(words.t("meeting-agenda"));
    for (number, item) in (1..).zip(meeting.items()) {
        paper = paper.text(format!("{number}. {item}"));
    }
    if !meeting.minutes.is_empty() {
        paper = paper.section(words.t("meeting-minutes")).text(&meeting.minutes);
    }
    if !all.is_empty() {
        let columns = [
            Column::new(words.t("decision-content")).weight(9),
            Column::new(words.t("decision-responsible")).weight(5),
            Column::new(words.t("decision-due")).weight(4).middle(),
        ];
        let row = |one: &Decision| {
            vec![Cell::text(&one.content), Cell::text(responsible(&words, one)), Cell::day(one.due)]
        };
        let table = Table::new(columns).caption(words.t("decision-title")).rows(all.iter().map(row));
        paper = paper.section(words.t("decision-title")).table(table);
    }
    let people = [
        ("meeting-present", names(&words, &attendance, true)),
        ("meeting-leave", names(&words, &attendance, false)),
        ("meeting-guests", meeting.guests.clone()),
        ("meeting-recorder", meeting.recorder.clone()),
    ];
    let people = people.into_iter().filter(|(_, who)| !who.is_empty());
    let paper =
        paper.facts(people.map(|(key, who)| (words.t(key), who))).signed(&group.name, meeting.held_on);
    let name = words.f("meeting-paper-file", [("title", meeting.title.clone())]);
    Ok(PaperView::new(cx, paper).back(format!("/group-meetings/{}", one.id), meeting.title).named(name))
}
