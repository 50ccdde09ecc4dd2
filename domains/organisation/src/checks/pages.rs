//! The page of all findings, by kind.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Face, Page, Reading, Words};

use super::record::{self, Finding};
use super::rules::Check;
use crate::policy::{ReadChecks, SetParameters};

/// Findings of a kind shown before the rest is folded away.
const SHOWN: usize = 10;

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Code of a kind of finding; all kinds by default.
    #[serde(default)]
    check: String,
}

/// A finding in words.
#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    name: String,
    href: String,
    text: String,
}

/// The findings of one kind.
#[derive(Debug, Serialize, JsonSchema)]
struct Group {
    check: Check,
    title: String,
    /// Number of findings, also of those that are not listed here.
    n: usize,
    lines: Vec<Line>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "checks/list.html")]
pub(super) struct CheckList {
    #[serde(skip)]
    words: Words,
    /// The kind that alone is shown; empty when all are.
    check: String,
    total: usize,
    groups: Vec<Group>,
    may_set: bool,
}

/// Message key of a kind of finding.
pub(crate) fn key(check: Check) -> String {
    format!("check-{}", check.code())
}

impl CheckList {
    fn more(&self, group: &Group) -> Option<String> {
        let rest = group.n - group.lines.len();
        (rest > 0).then(|| self.words.f("check-more", [("n", rest.to_string())]))
    }
}

impl Page for CheckList {
    fn title(&self) -> String {
        self.words.t("check-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let row = |group: &Group, line: &Line| {
            vec![Cell::text(&group.title), Cell::text(&line.name), Cell::text(&line.text)]
        };
        Some(Sheet {
            name: self.title(),
            head: ["check-kind", "check-subject", "check-what"].iter().map(|key| self.words.t(key)).collect(),
            rows: self.groups.iter().flat_map(|g| g.lines.iter().map(move |line| row(g, line))).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadChecks>, filter: Filter) -> Result<CheckList, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let mut found = record::of_organisations(cx.db, cx.permit.reach(), today)?;
    found.extend(record::of_persons(cx.db, cx.permit.reach(), today)?);
    found.extend(record::of_duplicates(cx.db, cx.permit.reach())?);
    let only = Check::ALL.iter().copied().find(|check| check.code() == filter.check);
    let all = only.is_some() || cx.face() == Face::Sheet;
    let total = found.len();
    let group = |check: Check| {
        let of: Vec<&Finding> = found.iter().filter(|finding| finding.check == check).collect();
        let line = |finding: &&Finding| Line {
            name: finding.name.clone(),
            href: finding.href.clone(),
            text: words.say(&finding.say),
        };
        let shown = if all { of.len() } else { SHOWN };
        Group {
            check,
            title: words.t(&key(check)),
            n: of.len(),
            lines: of.iter().take(shown).map(line).collect(),
        }
    };
    let groups: Vec<Group> = Check::ALL
        .iter()
        .filter(|check| only.is_none_or(|only| only == **check))
        .map(|check| group(*check))
        .filter(|group| group.n > 0)
        .collect();
    let check = only.map_or("", Check::code).to_owned();
    Ok(CheckList { check, total, groups, may_set: cx.can::<SetParameters>(), words })
}
