//! The list of meetings, of all groups.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::sea_query::{Expr, ExprTrait, Order, Query};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Meeting};
use crate::address::escaped;
use crate::groups::record::{self as groups, Group};
use crate::policy::ReadGroups;

/// Rows of one page, and of a workbook.
const PER_PAGE: u64 = 50;
const PER_SHEET: u64 = 100_000;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of the group.
    #[serde(default, deserialize_with = "blank_is_none")]
    group: Option<i64>,
    /// Part of the title, the agenda or the minutes.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "meetings/list.html")]
pub(super) struct MeetingList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    groups: Vec<Group>,
    meetings: Vec<Meeting>,
    page: usize,
    pages: usize,
    total: usize,
}

impl MeetingList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn group(&self) -> String {
        self.filter.group.map(|group| group.to_string()).unwrap_or_default()
    }

    fn group_choices(&self) -> Vec<(String, String)> {
        let one = |group: &Group| (group.id.to_string(), group.name.clone());
        std::iter::once((String::new(), self.words.t("kit-all"))).chain(self.groups.iter().map(one)).collect()
    }

    fn group_of(&self, meeting: &Meeting) -> String {
        let found = self.groups.iter().find(|group| group.id == meeting.group);
        found.map(|group| group.name.clone()).unwrap_or_default()
    }

    fn address(&self) -> String {
        let q = escaped(&self.filter.q);
        format!("/group-meetings?year={}&group={}&q={q}&", self.year(), self.group())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for MeetingList {
    fn title(&self) -> String {
        self.words.t("meeting-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "meeting-name",
            "group-name",
            "meeting-held-on",
            "meeting-place",
            "meeting-chair",
            "meeting-agenda",
        ];
        let row = |meeting: &Meeting| {
            vec![
                Cell::text(&meeting.title),
                Cell::text(self.group_of(meeting)),
                Cell::Day(meeting.held_on),
                Cell::text(&meeting.place),
                Cell::text(&meeting.chair),
                Cell::text(&meeting.agenda),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.meetings.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadGroups>, filter: Filter) -> Result<MeetingList, Problem> {
    let mut query = Query::select();
    query.columns(record::COLUMNS).from("group_meetings");
    if let Some(year) = filter.year {
        let first = Day::new(year, 1, 1).map_err(|_| Problem::Malformed("no such year".into()))?;
        query.and_where(Expr::col("held_on").gte(first.epoch_days()));
        query.and_where(Expr::col("held_on").lt(first.plus_years(1).epoch_days()));
    }
    if let Some(group) = filter.group {
        query.and_where(Expr::col("group_id").eq(group));
    }
    let typed = filter.q.trim();
    if !typed.is_empty() {
        let any = cx.db.contains(Expr::col("title"), typed);
        let any = any.or(cx.db.contains(Expr::col("agenda"), typed));
        query.and_where(any.or(cx.db.contains(Expr::col("minutes"), typed)));
    }
    query.order_by("held_on", Order::Desc).order_by("id", Order::Desc);
    let total = usize::try_from(cx.db.select_count(&query)?).unwrap_or(0);
    let pages = total.div_ceil(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (offset, limit) = match cx.face() {
        Face::Sheet => (0, PER_SHEET),
        _ => (u64::try_from(page - 1).unwrap_or(0) * PER_PAGE, PER_PAGE),
    };
    Ok(MeetingList {
        meetings: cx.db.select(query.offset(offset).limit(limit), record::meeting)?,
        groups: groups::all(cx.db)?,
        words: cx.words(),
        page,
        pages,
        total,
        filter,
    })
}
