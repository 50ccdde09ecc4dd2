//! The page of a leading group: its members now and before, and its meetings.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::history::{self, Line};
use web::{Page, Reading, Words};

use super::record::{self, Group, GroupId, Member, reference};
use super::role_word;
use crate::meetings::record::{self as meetings, Meeting};
use crate::policy::{KeepGroups, ReadGroups};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: GroupId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "groups/show.html")]
pub(super) struct GroupShow {
    #[serde(skip)]
    words: Words,
    group: Group,
    members: Vec<Member>,
    meetings: Vec<Meeting>,
    #[serde(skip)]
    history: Vec<Line>,
    may_keep: bool,
    #[serde(skip)]
    today: Day,
}

impl GroupShow {
    fn at(&self, tail: &str) -> String {
        format!("/leading-groups/{}{tail}", self.group.id)
    }

    fn members(&self, now: &bool) -> Vec<&Member> {
        // Of a group that has ended, those who belonged to it last.
        let day = self.group.ended.unwrap_or(self.today);
        let day = if day < self.group.founded { self.group.founded } else { day };
        self.members.iter().filter(|member| member.on(day) == *now).collect()
    }

    fn parts(&self) -> [(bool, String); 2] {
        [(true, self.words.t("group-members")), (false, self.words.t("group-members-before"))]
    }

    fn role(&self, member: &Member) -> String {
        role_word(&self.words, member.role)
    }

    fn time(&self, member: &Member) -> String {
        let since = self.words.day(member.since);
        match member.until {
            Some(until) => self.words.f("group-from-to", [("from", since), ("to", self.words.day(until))]),
            None => self.words.f("group-from", [("from", since)]),
        }
    }

    fn ended(&self) -> String {
        self.group.ended.map(|day| self.words.day(day)).unwrap_or_default()
    }
}

impl Page for GroupShow {
    fn title(&self) -> String {
        self.group.name.clone()
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["group-role", "group-member", "group-post", "group-since", "group-until"];
        let row = |member: &Member| {
            vec![
                Cell::text(self.role(member)),
                Cell::text(&member.name),
                Cell::text(&member.post),
                Cell::Day(member.since),
                Cell::day(member.until),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.members.iter().map(row).collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadGroups>, one: One) -> Result<GroupShow, Problem> {
    let words = cx.words();
    Ok(GroupShow {
        group: record::find(cx.db, one.id)?,
        members: record::members(cx.db, one.id)?,
        meetings: meetings::of_group(cx.db, one.id)?,
        history: history::of(cx.db, &words, "accountability", &reference(one.id))?,
        may_keep: cx.can::<KeepGroups>(),
        today: cx.today(),
        words,
    })
}
