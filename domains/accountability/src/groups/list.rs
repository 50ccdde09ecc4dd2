//! The list of leading groups.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Group};
use crate::address::escaped;
use crate::policy::{KeepGroups, ReadGroups};

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// `now` or `ended`.
    #[serde(default)]
    state: String,
    /// Part of the name.
    #[serde(default)]
    q: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "groups/list.html")]
pub(super) struct GroupList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    groups: Vec<Group>,
    may_keep: bool,
}

impl GroupList {
    fn states(&self) -> Vec<(String, String)> {
        let one = |code: &str| (code.to_owned(), self.words.t(&format!("group-state-{code}")));
        std::iter::once((String::new(), self.words.t("kit-all"))).chain(["now", "ended"].map(one)).collect()
    }

    fn state(&self, group: &Group) -> String {
        self.words.t(if group.ended.is_some() { "group-state-ended" } else { "group-state-now" })
    }

    fn tone(&self, group: &Group) -> &'static str {
        if group.ended.is_some() { "" } else { "done" }
    }

    fn export(&self) -> String {
        let (state, q) = (escaped(&self.filter.state), escaped(&self.filter.q));
        format!("/leading-groups?state={state}&q={q}&format=xlsx")
    }
}

impl Page for GroupList {
    fn title(&self) -> String {
        self.words.t("group-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["group-name", "group-document", "group-founded", "group-ended"];
        let row = |group: &Group| {
            vec![
                Cell::text(&group.name),
                Cell::text(&group.document),
                Cell::Day(group.founded),
                Cell::day(group.ended),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.groups.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadGroups>, filter: Filter) -> Result<GroupList, Problem> {
    let mut groups = record::all(cx.db)?;
    groups.retain(|group| {
        let state = match filter.state.as_str() {
            "now" => group.ended.is_none(),
            "ended" => group.ended.is_some(),
            _ => true,
        };
        state && group.name.contains(filter.q.trim())
    });
    Ok(GroupList { may_keep: cx.can::<KeepGroups>(), words: cx.words(), groups, filter })
}
