//! The list of notices, and reading them. Opening one is a button and not a link, because it marks the notice as read.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet, SignedIn, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::record::{self, Kept};

const HERE: &str = "/notices";
const PER_PAGE: usize = 30;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// `all`, or `unread` for those not read yet.
    #[serde(default)]
    show: String,
    /// Number of the page, from 1.
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// A notice in words.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    id: i64,
    title: String,
    /// Where it leads.
    href: String,
    due: Option<Day>,
    created: String,
    unread: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "inbox/list.html")]
pub(super) struct Inbox {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    today: Day,
    notices: Vec<Line>,
    unread: usize,
    total: usize,
    /// Whether those already read are left out.
    only_unread: bool,
    page: usize,
    pages: usize,
    /// The newest notice of this page: marking all as read goes no further.
    newest: i64,
}

impl Inbox {
    fn tabs(&self) -> [(&'static str, String, bool); 2] {
        let unread = self.words.f("notices-only-unread", [("n", self.unread.to_string())]);
        [
            (HERE, self.words.t("notices-all"), !self.only_unread),
            ("/notices?show=unread", unread, self.only_unread),
        ]
    }

    fn shown(&self) -> usize {
        if self.only_unread { self.unread } else { self.total }
    }

    fn address(&self) -> &'static str {
        if self.only_unread { "/notices?show=unread&page=" } else { "/notices?page=" }
    }

    fn due(&self, line: &Line) -> String {
        line.due.map_or_else(|| "–".to_owned(), |due| self.words.day(due))
    }

    fn is_late(&self, line: &Line) -> bool {
        line.unread && line.due.is_some_and(|due| due < self.today)
    }
}

impl Page for Inbox {
    const MEDIA: &'static [&'static str] =
        &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

    fn title(&self) -> String {
        self.words.t("notices-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let row = |line: &Line| {
            let state = self.words.t(if line.unread { "notices-unread" } else { "notices-read" });
            vec![Cell::text(&line.title), Cell::day(line.due), Cell::text(&line.created), Cell::text(state)]
        };
        let head = ["notices-what", "notices-due", "notices-when", "notices-state"];
        Some(Sheet {
            name: self.title(),
            head: head.into_iter().map(|key| self.words.t(key)).collect(),
            rows: self.notices.iter().map(row).collect(),
        })
    }
}

fn line(words: &Words, notice: Kept) -> Line {
    Line {
        id: notice.id,
        title: words.kept(&notice.key, &notice.args),
        href: notice.href,
        due: notice.due,
        created: words.moment(notice.created),
        unread: notice.read.is_none(),
    }
}

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

pub(super) fn list(cx: &mut Reading<'_, SignedIn>, filter: Filter) -> Result<Inbox, Problem> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let (all, read) = record::counts(cx.db, user)?;
    let (total, unread, only_unread) = (size(all), size(all - read), filter.show == "unread");
    let pages = (if only_unread { unread } else { total }).div_ceil(PER_PAGE).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (many, skip) = (PER_PAGE, (page - 1) * PER_PAGE);
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let found = record::list(cx.db, user, !only_unread, number(many), number(skip))?;
    let (words, today) = (cx.words(), cx.today());
    let newest = found.iter().map(|notice| notice.id).max().unwrap_or(0);
    let notices = found.into_iter().map(|notice| line(&words, notice)).collect();
    Ok(Inbox { words, today, notices, unread, total, only_unread, page, pages, newest })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// Marks as read. Nothing is said of it in the audit trail: it is nobody's business but the reader's.
fn mark(cx: &Writing<'_, SignedIn>, user: UserId, id: i64) -> Result<Kept, Problem> {
    cx.store().write_unaudited("notices.read", move |tx| record::read(tx, user, id))
}

pub(super) fn open(cx: &mut Writing<'_, SignedIn>, one: One) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let notice = mark(cx, user, one.id)?;
    let line = line(&cx.words(), notice);
    Ok(Done::to(line.href.clone()).view(&Line { unread: false, ..line }))
}

pub(super) fn read(cx: &mut Writing<'_, SignedIn>, one: One) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let line = line(&cx.words(), mark(cx, user, one.id)?);
    Ok(Done::to(HERE).view(&Line { unread: false, ..line }))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Until {
    /// The newest notice that was seen; everything if it is left out.
    #[serde(default, deserialize_with = "blank_is_none")]
    last: Option<i64>,
}

pub(super) fn read_all(cx: &mut Writing<'_, SignedIn>, until: Until) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let last = until.last.unwrap_or(i64::MAX);
    let read = cx.store().write_unaudited("notices.read", move |tx| record::read_until(tx, user, last))?;
    Ok(Done::to(HERE).say("notices-all-read").view(&serde_json::json!({ "read": read })))
}
