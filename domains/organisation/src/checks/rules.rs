//! What users check by hand, as pure rules over records.

use kernel::{Day, Say};
use schemars::JsonSchema;
use serde::Serialize;

use crate::organisations::kind::Kind;
use crate::parameters::Parameters;
use crate::persons::record::Person;
use crate::terms::rules::Due;

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Check { $($(#[$doc])* $name),+ }

        impl Check {
            /// Every one, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Code in addresses, and end of its message keys.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

checks! {
    /// Nobody is secretary.
    NoSecretary = "no-secretary",
    /// A branch has too few full members.
    FewMembers = "few-members",
    /// A branch is large enough for a committee and has none.
    NoBranchCommittee = "no-branch-committee",
    /// A branch is so large that it should be split.
    Split = "split",
    /// A general branch or committee has too few members for its kind.
    TooSmall = "too-small",
    /// A general branch is large enough to be a committee.
    TooLarge = "too-large",
    /// The term is over.
    TermOverdue = "overdue",
    /// A date of birth that cannot be.
    Birth = "birth",
    /// A date of joining that cannot be.
    Joining = "joining",
    /// An identity number that cannot be.
    Identity = "identity",
    /// Two entries that seem to be one person.
    Duplicate = "duplicate",
}

/// What the rules need to know of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Its kind.
    pub kind: Kind,
    /// Members, or those of what stands below it, whichever is more.
    pub members: i64,
    /// Of these, with full rights.
    pub full_members: i64,
    /// Persons who hold a post of its committee.
    pub seats: usize,
    /// Whether one of them is secretary.
    pub secretary: bool,
    /// How it stands towards its next election.
    pub due: Due,
}

/// What is wrong with an organisation.
pub fn of_organisation(shape: &Shape, parameters: &Parameters) -> Vec<(Check, Say)> {
    let mut found = Vec::new();
    let mut add = |check, key: &'static str, n: i64, limit: i64| {
        found.push((check, Say::new(key).with("n", n).with("limit", limit)));
    };
    let (members, full, p) = (shape.members, shape.full_members, parameters);
    if !shape.secretary {
        add(Check::NoSecretary, "check-say-no-secretary", 0, 1);
    }
    match shape.kind {
        Kind::Branch => {
            if full < p.branch_members {
                add(Check::FewMembers, "check-say-few-members", full, p.branch_members);
            }
            // A secretary and two more at least make a committee.
            if full >= p.branch_committee_from && shape.seats < 3 {
                add(Check::NoBranchCommittee, "check-say-no-branch-committee", full, p.branch_committee_from);
            }
            if members > p.branch_members_most {
                add(Check::Split, "check-say-split", members, p.branch_members_most);
            }
        }
        Kind::GeneralBranch => {
            if members < p.general_branch_from {
                add(Check::TooSmall, "check-say-too-small", members, p.general_branch_from);
            }
            if members >= p.committee_from {
                add(Check::TooLarge, "check-say-too-large", members, p.committee_from);
            }
        }
        Kind::Committee if members < p.committee_from => {
            add(Check::TooSmall, "check-say-too-small", members, p.committee_from);
        }
        Kind::Committee | Kind::Group => {}
    }
    if shape.due == Due::Overdue {
        add(Check::TermOverdue, "check-say-term-overdue", 0, 0);
    }
    found
}

/// What is wrong with a person's dates and number.
pub fn of_person(person: &Person, today: Day, parameters: &Parameters) -> Vec<(Check, Say)> {
    let mut found = Vec::new();
    let age = i32::try_from(parameters.oldest_age).unwrap_or(i32::MAX);
    let joining = i32::try_from(parameters.joining_age).unwrap_or(0);
    if let Some(born) = person.born
        && (born.day > today || born.latest().years_until(today) > age)
    {
        found.push((Check::Birth, Say::new("check-say-birth").with("day", born)));
    }
    if let Some(joined) = person.joined {
        let too_young = person.born.is_some_and(|born| born.day.plus_years(joining) > joined.latest());
        if joined.day > today {
            found.push((Check::Joining, Say::new("check-say-joining-future").with("day", joined)));
        } else if too_young {
            found.push((Check::Joining, Say::new("check-say-joining-young").with("n", joining)));
        }
    }
    let fault = match person.identity_fault.as_str() {
        "" => None,
        "form" => Some("check-say-identity-form"),
        "checksum" => Some("check-say-identity-checksum"),
        "date" => Some("check-say-identity-date"),
        _ => Some("check-say-identity-birth"),
    };
    found.extend(fault.map(|key| (Check::Identity, Say::new(key))));
    found
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;

    use super::*;
    use crate::persons::record::Sex;

    fn shape(kind: Kind, members: i64) -> Shape {
        Shape { kind, members, full_members: members, seats: 5, secretary: true, due: Due::Later }
    }

    fn checks(shape: &Shape) -> Vec<Check> {
        of_organisation(shape, &Parameters::default()).into_iter().map(|(check, _)| check).collect()
    }

    #[test]
    fn a_branch_at_each_of_its_boundaries() {
        let branch = |members| shape(Kind::Branch, members);
        assert_eq!(checks(&branch(2)), [Check::FewMembers]);
        assert_eq!(checks(&branch(3)), []);
        assert_eq!(checks(&Shape { full_members: 2, ..branch(3) }), [Check::FewMembers]);
        assert_eq!(checks(&Shape { seats: 2, ..branch(6) }), []);
        assert_eq!(checks(&Shape { seats: 2, ..branch(7) }), [Check::NoBranchCommittee]);
        assert_eq!(checks(&Shape { seats: 3, ..branch(7) }), []);
        assert_eq!(checks(&branch(50)), []);
        assert_eq!(checks(&branch(51)), [Check::Split]);
    }

    #[test]
    fn general_branches_and_committees_at_theirs() {
        assert_eq!(checks(&shape(Kind::GeneralBranch, 49)), [Check::TooSmall]);
        assert_eq!(checks(&shape(Kind::GeneralBranch, 50)), []);
        assert_eq!(checks(&shape(Kind::GeneralBranch, 99)), []);
        assert_eq!(checks(&shape(Kind::GeneralBranch, 100)), [Check::TooLarge]);
        assert_eq!(checks(&shape(Kind::Committee, 99)), [Check::TooSmall]);
        assert_eq!(checks(&shape(Kind::Committee, 100)), []);
        assert_eq!(checks(&shape(Kind::Group, 1)), []);
    }

    #[test]
    fn a_secretary_and_a_term_are_wanted() {
        let branch = shape(Kind::Branch, 20);
        assert_eq!(checks(&Shape { secretary: false, ..branch }), [Check::NoSecretary]);
        assert_eq!(checks(&Shape { due: Due::Overdue, ..branch }), [Check::TermOverdue]);
        assert_eq!(checks(&Shape { due: Due::Soon, ..branch }), []);
    }

    fn person(born: &str, joined: &str) -> Person {
        Person {
            id: PersonId(1),
            name: "某人".into(),
            sex: Sex::Unknown,
            born: born.parse().ok(),
            identity: String::new(),
            identity_fault: String::new(),
            joined: joined.parse().ok(),
            telephone: String::new(),
            member: true,
            org: None,
            merged_into: None,
            import: None,
        }
    }

    #[test]
    fn dates_that_cannot_be() {
        let today = Day::parse("2015-11-30").unwrap();
        let found = |born, joined| -> Vec<Check> {
            of_person(&person(born, joined), today, &Parameters::default())
                .into_iter()
                .map(|(c, _)| c)
                .collect()
        };
        assert_eq!(found("2015-12-01", ""), [Check::Birth]);
        assert_eq!(found("1914-11-30", ""), [Check::Birth]);
        assert_eq!(found("1914-12-01", ""), []);
        assert_eq!(found("1985-11-19", "2003-11-18"), [Check::Joining]);
        assert_eq!(found("1985-11-19", "2003-11-19"), []);
        assert_eq!(found("1985-11-19", "2003-11"), []);
        assert_eq!(found("1985-11", "2003-10"), [Check::Joining]);
        assert_eq!(found("", "2015-12"), [Check::Joining]);
    }
}
