//! A leading group and its members.

use kernel::{Day, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::coded::coded;

kernel::id_type!(
    /// Number of a leading group.
    GroupId
);
store::id_columns!(GroupId);
kernel::id_type!(
    /// Number of a member of a leading group.
    MemberId
);
store::id_columns!(MemberId);

coded! {
    /// What somebody is in a leading group.
    Role {
        /// 组长
        Head = "head",
        /// 副组长
        Deputy = "deputy",
        /// 成员
        Member = "member",
        /// 办公室
        Office = "office",
    }
}

impl Role {
    /// In the order in which they are named.
    pub const ALL: [Self; 4] = [Self::Head, Self::Deputy, Self::Member, Self::Office];
}

/// A leading group (领导小组).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Group {
    pub id: GroupId,
    pub name: String,
    pub duties: String,
    /// The document that founded it; may be empty.
    pub document: String,
    pub founded: Day,
    /// Last day on which it existed.
    pub ended: Option<Day>,
}

/// Somebody in a leading group, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Member {
    pub id: MemberId,
    pub role: Role,
    pub name: String,
    /// Their post elsewhere, as it stands beside the name.
    pub post: String,
    pub since: Day,
    pub until: Option<Day>,
}

impl Member {
    /// Whether they belonged to it on a day.
    pub fn on(&self, day: Day) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

pub(crate) const ALL: &str = "SELECT id, name, duties, document, founded, ended FROM leading_groups
    ORDER BY ended DESC NULLS FIRST, founded DESC, id";
pub(crate) const FIND: &str =
    "SELECT id, name, duties, document, founded, ended FROM leading_groups WHERE id = $1";
pub(crate) const SAME: &str = "SELECT id FROM leading_groups WHERE name = $1 AND founded = $2";
pub(crate) const MEMBERS: &str = "SELECT id, role, name, post, since, until FROM leading_group_members
    WHERE group_id = $1 ORDER BY since, id";

fn group(row: &Row<'_>) -> Result<Group, store::Error> {
    Ok(Group {
        id: row.get(0)?,
        name: row.get(1)?,
        duties: row.get(2)?,
        document: row.get(3)?,
        founded: row.get(4)?,
        ended: row.get(5)?,
    })
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: GroupId) -> RecordRef {
    RecordRef::new("leading-group", id.0)
}

/// All of them: those that exist first, then the latest.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Group>, Problem> {
    Ok(c.all(ALL, &[], group)?)
}

/// One of them.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: GroupId) -> Result<Group, Problem> {
    c.maybe(FIND, &[&id], group)?.ok_or(Problem::Missing)
}

/// Everybody who ever belonged to it, by role.
pub(crate) fn members(c: &mut Conn, id: GroupId) -> Result<Vec<Member>, Problem> {
    let mut all = c.all(MEMBERS, &[&id], |row| {
        Ok(Member {
            id: row.get(0)?,
            role: row.get(1)?,
            name: row.get(2)?,
            post: row.get(3)?,
            since: row.get(4)?,
            until: row.get(5)?,
        })
    })?;
    all.sort_by_key(|member| member.role);
    Ok(all)
}
