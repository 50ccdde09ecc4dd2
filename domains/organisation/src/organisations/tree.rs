//! The whole tree as of a day, in one page: what lies deeper than the second level is folded.

use askama::Template;
use kernel::{Day, OrgId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row};
use web::{Page, Reading, Words, blank_is_none};

use super::kind::Kind;
use super::list::kind_label;
use super::record::depth;
use crate::policy::ReadOrganisations;

const AS_OF: &str = "SELECT v.org_id, v.code, v.name, v.kind, v.kind_text, v.path, o.members \
     FROM organisation_versions v JOIN organisations o ON o.id = v.org_id \
     WHERE v.from_day <= $1 AND (v.until_day IS NULL OR v.until_day > $1) ORDER BY v.code, v.org_id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[AS_OF];

/// An organisation in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Node {
    /// Its number.
    pub id: OrgId,
    /// Its code.
    pub code: String,
    /// Its name on that day.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The roster's word for it.
    pub kind_text: String,
    /// Ids from the root.
    pub path: String,
    /// Party members today.
    pub members: i64,
    /// Levels above it that are shown.
    pub depth: usize,
    /// Whether others follow below it.
    #[serde(skip)]
    parent: bool,
    /// Levels that end after it.
    #[serde(skip)]
    closes: usize,
}

/// Orders nodes so that each is followed by what stands below it. Siblings keep their order. A node whose parent is not
/// among them, because it was founded later or lies out of reach, becomes a root.
pub fn in_place(nodes: Vec<Node>) -> Vec<Node> {
    use std::collections::BTreeMap;
    let place: BTreeMap<String, usize> = nodes.iter().enumerate().map(|(i, n)| (n.path.clone(), i)).collect();
    let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (i, node) in nodes.iter().enumerate() {
        let above = node.path.trim_end_matches('.').rfind('.').and_then(|end| node.path.get(..=end));
        let parent = above.and_then(|path| place.get(path)).copied();
        below.entry(parent).or_default().push(i);
    }
    let mut waiting: Vec<(usize, usize)> =
        below.get(&None).into_iter().flatten().rev().map(|i| (*i, 0)).collect();
    let mut ordered: Vec<Node> = Vec::with_capacity(nodes.len());
    while let Some((i, depth)) = waiting.pop() {
        let Some(node) = nodes.get(i) else { continue };
        let children = below.get(&Some(i));
        ordered.push(Node { depth, parent: children.is_some(), ..node.clone() });
        waiting.extend(children.into_iter().flatten().rev().map(|child| (*child, depth + 1)));
    }
    let depths: Vec<usize> = ordered.iter().map(|node| node.depth).collect();
    for (i, node) in ordered.iter_mut().enumerate() {
        let next = depths.get(i + 1).copied().unwrap_or(0);
        node.closes = node.depth.saturating_sub(next);
    }
    ordered
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// The day as of which to look; today by default.
    #[serde(default, deserialize_with = "blank_is_none")]
    as_of: Option<Day>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "organisations/tree.html")]
pub(super) struct Tree {
    #[serde(skip)]
    words: Words,
    as_of: Option<Day>,
    nodes: Vec<Node>,
}

impl Tree {
    fn day(&self) -> String {
        self.as_of.map(|day| day.to_string()).unwrap_or_default()
    }

    fn show(&self, node: &Node) -> String {
        match self.as_of {
            Some(day) => format!("/organisations/{}?as_of={day}", node.id),
            None => format!("/organisations/{}", node.id),
        }
    }

    fn note(&self, node: &Node) -> String {
        let kind = kind_label(&self.words, node.kind, &node.kind_text);
        self.words.f("organisation-tree-note", [("kind", kind), ("n", node.members.to_string())])
    }
}

impl Page for Tree {
    fn title(&self) -> String {
        self.words.t("organisation-tree")
    }
}

pub(super) fn tree(cx: &mut Reading<'_, ReadOrganisations>, filter: Filter) -> Result<Tree, Problem> {
    let day = filter.as_of.unwrap_or(cx.today());
    let reach = cx.permit.reach();
    let nodes = nodes(cx.db, day)?.into_iter().filter(|node| reach.covers(node.id, &node.path)).collect();
    Ok(Tree { as_of: filter.as_of, nodes: in_place(nodes), words: cx.words() })
}

/// Every organisation as of a day, by code.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn nodes(c: &mut Conn, day: Day) -> Result<Vec<Node>, Problem> {
    Ok(c.all(AS_OF, &[&day], node)?)
}

fn node(r: &Row<'_>) -> Result<Node, store::Error> {
    let path: String = r.get(5)?;
    Ok(Node {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        kind: Kind::at(r, 3)?,
        kind_text: r.get(4)?,
        depth: depth(&path),
        path,
        members: r.get(6)?,
        parent: false,
        closes: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: i64, path: &str) -> Node {
        Node {
            id: OrgId(id),
            code: String::new(),
            name: id.to_string(),
            kind: Kind::Branch,
            kind_text: String::new(),
            path: path.into(),
            members: 0,
            depth: 0,
            parent: false,
            closes: 0,
        }
    }

    #[test]
    fn what_is_opened_is_closed_again() {
        let nodes = vec![node(1, "1."), node(5, "1.2.5."), node(2, "1.2."), node(3, "1.3."), node(9, "7.9.")];
        let placed = in_place(nodes);
        let shape: Vec<_> = placed.iter().map(|n| (n.id.0, n.depth, n.parent, n.closes)).collect();
        assert_eq!(
            shape,
            [(1, 0, true, 0), (2, 1, true, 0), (5, 2, false, 1), (3, 1, false, 1), (9, 0, false, 0)]
        );
        let opened = placed.iter().filter(|n| n.parent).count();
        assert_eq!(opened, placed.iter().map(|n| n.closes).sum::<usize>());
    }
}
