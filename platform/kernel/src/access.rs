//! Who may do what: roles, spans, acts and the permit without which nothing is read or written.
//!
//! An [`Act`] is a type of a domain's `policy.rs`; its table of roles is data. [`admit`] is the only place where a
//! [`Permit`] comes into being, so that an action that asks for `&Permit<PublishCycle>` cannot be called by anybody who
//! was not allowed to publish.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Day, OrgId, PersonId, Problem, UserId};

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

/// How far a role reaches when it does an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Only what is about the person.
    Own,
    /// The organisation of the grant.
    Branch,
    /// That organisation and everything below it.
    Below,
    /// The whole organ.
    All,
}

/// Who is let through before roles are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Everybody, signed in or not.
    Open,
    /// Everybody who is signed in.
    SignedIn,
    /// Those whose roles allow the act.
    Roles,
}

/// Something a person can do. Implemented by [`acts!`](crate::acts), [`Open`] and [`SignedIn`], and nowhere else.
pub trait Act: Send + Sync + 'static {
    /// Who is let through before roles are asked.
    const DOOR: Door = Door::Roles;
    /// `domain.verb_object`, as `appraisal.read_cycle`; message key `act-` with hyphens for dots and underscores.
    const NAME: &'static str;
    /// Which roles may do it, and how far.
    const ALLOW: &'static [(Role, Span)];
}

/// What needs no account: the sign-in page, help, health.
#[derive(Debug, Clone, Copy)]
pub struct Open;

impl Act for Open {
    const DOOR: Door = Door::Open;
    const NAME: &'static str = "open";
    const ALLOW: &'static [(Role, Span)] = &[];
}

/// What everybody with an account may do: their own password, their own page.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn;

impl Act for SignedIn {
    const DOOR: Door = Door::SignedIn;
    const NAME: &'static str = "signed_in";
    const ALLOW: &'static [(Role, Span)] = &[];
}

/// The row of an act in the table of role × act that people read.
#[derive(Debug, Clone, Copy)]
pub struct ActInfo {
    /// See [`Act::NAME`].
    pub name: &'static str,
    /// See [`Act::ALLOW`].
    pub allow: &'static [(Role, Span)],
}

/// Declares the acts of a domain and the list of them.
///
/// ```
/// kernel::acts! {
///     /// See the ranking.
///     ReadRanking = "appraisal.read_ranking": [CommitteeAdmin => All, OrganisationSecretary => All],
/// }
/// assert_eq!(acts()[0].name, "appraisal.read_ranking");
/// ```
#[macro_export]
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $code:literal : [$($role:ident => $span:ident),* $(,)?]),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $crate::Act for $name {
                const NAME: &'static str = $code;
                const ALLOW: &'static [($crate::Role, $crate::Span)] =
                    &[$(($crate::Role::$role, $crate::Span::$span)),*];
            }
        )+

        /// Every act of this domain, for the manifest and the printed policy table.
        pub fn acts() -> Vec<$crate::access::ActInfo> {
            vec![$($crate::access::ActInfo { name: $code, allow: <$name as $crate::Act>::ALLOW }),+]
        }
    };
}

/// A role given to a person for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The organisation it is given for, with its materialised path; `None` for roles of the whole organ.
    pub org: Option<(OrgId, String)>,
    /// First day on which it holds.
    pub from: Day,
    /// Last day on which it holds; `None` while open.
    pub until: Option<Day>,
}

impl Grant {
    /// Whether it holds on that day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A signed-in person with their grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account.
    pub user: UserId,
    /// The person on the roster behind it, if any.
    pub person: Option<PersonId>,
    /// Name shown at the top of the page.
    pub name: String,
    /// Roles with their times.
    pub grants: Vec<Grant>,
}

/// Who stands behind a write: an account, the command line, or a background job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody who is not signed in: a failed sign-in, for example.
    Nobody,
    /// A signed-in account.
    User(UserId),
    /// The operating-system user at the command line.
    CommandLine(String),
    /// A job that the system runs by itself, by its kind.
    Job(String),
}

/// What a permit lets its holder see: the union over all grants that allow the act.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The whole organ.
    pub all: bool,
    /// Subtrees, by materialised path: the organisation and everything below it.
    pub below: Vec<String>,
    /// Single organisations.
    pub exactly: Vec<OrgId>,
    /// What is about this person.
    pub own: Option<PersonId>,
}

impl Reach {
    /// Whether the organisation with this id and materialised path lies within.
    pub fn covers(&self, org: OrgId, path: &str) -> bool {
        self.all
            || self.exactly.contains(&org)
            || self.below.iter().any(|root| path.starts_with(root.as_str()))
    }
}

/// Proof that somebody may do `A`, and how far. It cannot be made outside this module.
pub struct Permit<A: Act> {
    actor: Actor,
    person: Option<PersonId>,
    reach: Reach,
    act: PhantomData<fn() -> A>,
}

impl<A: Act> Permit<A> {
    /// Who does it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The person on the roster behind the account.
    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// How far it goes.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Name of the act.
    pub fn act(&self) -> &'static str {
        A::NAME
    }

    /// The permit of whoever has the machine itself: the command line and background jobs. Its writes are audited under
    /// that name.
    pub fn on_the_machine(actor: MachineActor) -> Self {
        let actor = match actor {
            MachineActor::CommandLine(user) => Actor::CommandLine(user),
            MachineActor::Job(kind) => Actor::Job(kind),
        };
        Self { actor, person: None, reach: Reach { all: true, ..Reach::default() }, act: PhantomData }
    }
}

impl<A: Act> fmt::Debug for Permit<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({} by {:?})", A::NAME, self.actor)
    }
}

/// Somebody who acts from the machine itself and not through a page.
#[derive(Debug, Clone)]
pub enum MachineActor {
    /// The operating-system user at the command line.
    CommandLine(String),
    /// A background job, by its kind.
    Job(String),
}

/// Whether `who` (`None`: nobody signed in) may do `A` today, and how far.
///
/// # Errors
/// [`Problem::SignInNeeded`] when an account is needed, [`Problem::Forbidden`] when no grant that holds today allows
/// the act.
pub fn admit<A: Act>(who: Option<&Principal>, today: Day) -> Result<Permit<A>, Problem> {
    let own = || Reach { own: who.and_then(|who| who.person), ..Reach::default() };
    let (actor, reach) = match (A::DOOR, who) {
        (Door::Open, None) => (Actor::Nobody, Reach::default()),
        (_, None) => return Err(Problem::SignInNeeded),
        (Door::Open | Door::SignedIn, Some(who)) => (Actor::User(who.user), own()),
        (Door::Roles, Some(who)) => {
            let reach = reach_of(who, A::ALLOW, today).ok_or(Problem::Forbidden { act: A::NAME })?;
            (Actor::User(who.user), reach)
        }
    };
    Ok(Permit { actor, person: who.and_then(|who| who.person), reach, act: PhantomData })
}

/// Whether `who` may do `A` today, and how far.
///
/// # Errors
/// [`Problem::Forbidden`] when no grant that holds today allows it.
pub fn decide<A: Act>(who: &Principal, today: Day) -> Result<Permit<A>, Problem> {
    admit(Some(who), today)
}

/// How far `who` reaches today under a table of roles; `None` if no grant allows it.
pub fn reach_of(who: &Principal, allow: &[(Role, Span)], today: Day) -> Option<Reach> {
    let mut reach = Reach::default();
    let mut allowed = false;
    for grant in who.grants.iter().filter(|grant| grant.holds_on(today)) {
        for (_, span) in allow.iter().filter(|(role, _)| *role == grant.role) {
            allowed = true;
            match (span, &grant.org) {
                (Span::All, _) => reach.all = true,
                (Span::Below, Some((_, path))) => reach.below.push(path.clone()),
                (Span::Branch, Some((org, _))) => reach.exactly.push(*org),
                (Span::Own, _) => reach.own = who.person,
                // Given for no organisation in particular, it is given for the organ.
                (Span::Below, None) => reach.all = true,
                (Span::Branch, None) => {}
            }
        }
    }
    allowed.then_some(reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::acts! {
        /// For the tests below.
        Look = "test.look": [CommitteeAdmin => All, BranchSecretary => Branch, OrganisationSecretary => Below, Member => Own],
    }

    fn someone(role: Role, org: Option<(i64, &str)>, until: Option<&str>) -> Principal {
        Principal {
            user: UserId(1),
            person: Some(PersonId(7)),
            name: "某人".into(),
            grants: vec![Grant {
                role,
                org: org.map(|(id, path)| (OrgId(id), path.to_owned())),
                from: Day::parse("2014-01-01").unwrap(),
                until: until.map(|day| Day::parse(day).unwrap()),
            }],
        }
    }

    fn on(day: &str) -> Day {
        Day::parse(day).unwrap()
    }

    #[test]
    fn a_grant_holds_from_its_first_to_its_last_day() {
        let who = someone(Role::CommitteeAdmin, None, Some("2014-12-31"));
        assert!(decide::<Look>(&who, on("2013-12-31")).is_err());
        assert!(decide::<Look>(&who, on("2014-01-01")).unwrap().reach().all);
        assert!(decide::<Look>(&who, on("2014-12-31")).is_ok());
        assert!(decide::<Look>(&who, on("2015-01-01")).is_err());
    }

    #[test]
    fn spans_reach_as_far_as_they_say() {
        let today = on("2014-06-01");
        let below =
            decide::<Look>(&someone(Role::OrganisationSecretary, Some((2, "1.2.")), None), today).unwrap();
        assert!(below.reach().covers(OrgId(9), "1.2.9."));
        assert!(!below.reach().covers(OrgId(20), "1.20."));
        let branch =
            decide::<Look>(&someone(Role::BranchSecretary, Some((9, "1.2.9.")), None), today).unwrap();
        assert!(branch.reach().covers(OrgId(9), "1.2.9."));
        assert!(!branch.reach().covers(OrgId(10), "1.2.9.10."));
        assert!(
            decide::<Look>(&someone(Role::OrganisationSecretary, None, None), today).unwrap().reach().all
        );
        let own = decide::<Look>(&someone(Role::Member, None, None), today).unwrap();
        assert_eq!(own.reach().own, Some(PersonId(7)));
        assert!(!own.reach().covers(OrgId(9), "1.2.9."));
        assert_eq!(acts().len(), 1);
    }

    #[test]
    fn doors_open_before_roles_are_asked() {
        let today = on("2014-06-01");
        let who = someone(Role::Staff, None, Some("2013-01-01"));
        assert!(admit::<Open>(None, today).is_ok());
        assert!(matches!(admit::<SignedIn>(None, today), Err(Problem::SignInNeeded)));
        assert!(admit::<SignedIn>(Some(&who), today).is_ok());
        assert!(matches!(admit::<Look>(None, today), Err(Problem::SignInNeeded)));
    }

    #[test]
    fn a_role_outside_the_table_is_forbidden() {
        let who = someone(Role::SystemAdmin, None, None);
        assert!(matches!(
            decide::<Look>(&who, on("2014-06-01")),
            Err(Problem::Forbidden { act: "test.look" })
        ));
    }
}
