//! Permits, and the one function that makes them.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::{Act, Door, Role, Span};
use crate::{Day, OrgId, PersonId, Problem, UserId};

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

/// In which capacity an account is used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Capacity {
    /// By its holder, for themselves.
    #[default]
    Oneself,
    /// By its holder, for somebody who has asked them to (代理).
    For {
        /// The account of the person represented.
        user: UserId,
        /// Their name.
        name: String,
    },
    /// By a program, with one of the account's tokens.
    Token {
        /// What its holder calls the token.
        name: String,
    },
}

/// A signed-in person with their grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account that is signed in: who really acts.
    pub user: UserId,
    /// The person on the roster behind the grants, if any: while acting for somebody, the person represented.
    pub person: Option<PersonId>,
    /// Name of the account's holder, shown at the top of the page.
    pub name: String,
    /// Roles with their times: while acting for somebody, theirs, and none of the holder's own.
    pub grants: Vec<Grant>,
    /// In which capacity the account is used.
    pub capacity: Capacity,
}

impl Principal {
    /// The account whose work this is: the one represented while acting for somebody, otherwise the holder's own.
    pub fn stands_for(&self) -> UserId {
        match &self.capacity {
            Capacity::For { user, .. } => *user,
            Capacity::Oneself | Capacity::Token { .. } => self.user,
        }
    }

    /// Who stands behind what is written.
    pub fn actor(&self) -> Actor {
        let user = self.user;
        match &self.capacity {
            Capacity::Oneself => Actor::User(user),
            Capacity::For { user: represented, .. } => Actor::UserFor { user, represented: *represented },
            Capacity::Token { name } => Actor::Token { user, name: name.clone() },
        }
    }
}

/// Who stands behind a write: an account, the command line, or a background job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody who is not signed in: a failed sign-in, for example.
    Nobody,
    /// A signed-in account.
    User(UserId),
    /// A signed-in account that acts for another.
    UserFor {
        /// Who really acts.
        user: UserId,
        /// For whom.
        represented: UserId,
    },
    /// A program with a token of an account.
    Token {
        /// Whose.
        user: UserId,
        /// What the token is called.
        name: String,
    },
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
        (Door::Open | Door::SignedIn, Some(who)) => (who.actor(), own()),
        (Door::Roles, Some(who)) => {
            let reach = reach_of(who, A::ALLOW, today).ok_or(Problem::Forbidden { act: A::NAME })?;
            (who.actor(), reach)
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
    use crate::{Open, SignedIn};

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
            capacity: Capacity::Oneself,
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
    fn a_permit_tells_who_really_acts_and_for_whom() {
        let today = on("2014-06-01");
        let mut who = someone(Role::CommitteeAdmin, None, None);
        assert_eq!(decide::<Look>(&who, today).unwrap().actor(), &Actor::User(UserId(1)));
        assert_eq!(who.stands_for(), UserId(1));
        who.capacity = Capacity::For { user: UserId(3), name: "另一人".into() };
        let both = Actor::UserFor { user: UserId(1), represented: UserId(3) };
        assert_eq!(decide::<Look>(&who, today).unwrap().actor(), &both);
        assert_eq!(who.stands_for(), UserId(3));
        who.capacity = Capacity::Token { name: "报表".into() };
        assert_eq!(who.stands_for(), UserId(1));
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
