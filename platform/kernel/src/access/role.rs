//! The roles of the field.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A role of the field. What each may do stands in the `policy.rs` of every domain.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name),+ }

        impl Role {
            /// Every role, in the order in which they are listed to people.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// How the role stands in the database, in JSON and in message keys (`role-` with hyphens).
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The role of that code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

roles! {
    /// 系统管理员
    SystemAdmin = "system_admin",
    /// 安全管理员
    SecurityAdmin = "security_admin",
    /// 审计管理员
    AuditAdmin = "audit_admin",
    /// 机关党委管理员
    CommitteeAdmin = "committee_admin",
    /// 机关党委书记
    CommitteeSecretary = "committee_secretary",
    /// 机关党委委员
    CommitteeMember = "committee_member",
    /// 评委
    Reviewer = "reviewer",
    /// 基层党组织书记
    OrganisationSecretary = "organisation_secretary",
    /// 专职副书记
    DeputySecretary = "deputy_secretary",
    /// 党支部书记
    BranchSecretary = "branch_secretary",
    /// 组织委员
    OrganisationCommissioner = "organisation_commissioner",
    /// 宣传委员
    PublicityCommissioner = "publicity_commissioner",
    /// 青年工作
    YouthOffice = "youth_office",
    /// 党员
    Member = "member",
    /// 群众
    Staff = "staff",
    /// 编辑
    Editor = "editor",
    /// 审核编辑
    ApprovingEditor = "approving_editor",
    /// 财务
    Finance = "finance",
}

impl Role {
    /// The three administrators of a classified system: one person may hold at most one of them, and none of them sees
    /// business content.
    pub const ADMINISTRATORS: [Self; 3] = [Self::SystemAdmin, Self::SecurityAdmin, Self::AuditAdmin];

    /// Whether this role is held in an organisation and means nothing without one.
    pub fn is_of_an_organisation(self) -> bool {
        matches!(
            self,
            Self::OrganisationSecretary
                | Self::DeputySecretary
                | Self::BranchSecretary
                | Self::OrganisationCommissioner
                | Self::PublicityCommissioner
        )
    }

    /// Whether this is one of the three administrators.
    pub fn is_administrator(self) -> bool {
        Self::ADMINISTRATORS.contains(&self)
    }
}
