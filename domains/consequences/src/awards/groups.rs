//! How the names of a list are grouped: as their places were counted. Pure.

use super::record::Award;
use super::rules::Among;
use crate::nominations::record::Nomination;

/// Names whose places were counted together.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub among: Among,
    /// Name of the category, grade or organisation.
    pub name: String,
    pub names: Vec<&'a Nomination>,
}

/// The names of an award in groups, by the category and grade of the time when they were nominated. Categories stand in
/// the order of `categories`, grades the best first, organisations by category and number; within a group the order of
/// `names` stays: none is one of merit.
pub(super) fn groups<'a>(award: &Award, categories: &[String], names: &'a [Nomination]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for one in names {
        let among = award.conditions.among_of(award.subject, &one.category, &one.grade, one.org);
        match groups.iter_mut().find(|group| group.among == among) {
            Some(group) => group.names.push(one),
            None => groups.push(Group {
                name: match &among {
                    Among::Category(name) => name.clone(),
                    Among::Grade(_) => one.grade_name.clone(),
                    Among::Organisation(_) => one.org_name.clone(),
                },
                among,
                names: vec![one],
            }),
        }
    }
    let category = |name: &str| categories.iter().position(|known| known == name).unwrap_or(usize::MAX);
    let grade = |code: &str| {
        let grades = &award.conditions.grades;
        grades.iter().position(|known| known.code == code).unwrap_or(usize::MAX)
    };
    groups.sort_by_key(|group| match &group.among {
        Among::Category(name) => (category(name), 0),
        Among::Grade(code) => (grade(code), 0),
        Among::Organisation(org) => {
            (group.names.first().map_or(usize::MAX, |one| category(&one.category)), org.0)
        }
    });
    groups
}

#[cfg(test)]
mod tests {
    use kernel::OrgId;
    use scoring::{Score, WholePlaces};

    use super::*;
    use crate::awards::record::AwardId;
    use crate::awards::rules::{Conditions, Entitlement, GradeEntitlement, Places, State, Subject};
    use crate::nominations::record::{Decided, NominationId};

    fn award(subject: Subject, places: Places) -> Award {
        let grade = |code: &str| GradeEntitlement {
            code: code.into(),
            name: code.to_uppercase(),
            entitlement: Entitlement::Eligible,
        };
        Award {
            id: AwardId(1),
            cycle: 1,
            cycle_year: 2014,
            version: 1,
            name: "a".into(),
            subject,
            conditions: Conditions { grades: vec![grade("good"), grade("fair")], places },
            due: None,
            state: State::Notice,
            notice: None,
            finished: None,
        }
    }

    fn one(org: i64, category: &str, grade: &str, name: &str) -> Nomination {
        Nomination {
            id: NominationId(org),
            award: AwardId(1),
            org: OrgId(org),
            org_name: format!("o{org}"),
            category: category.into(),
            grade: grade.into(),
            grade_name: grade.to_uppercase(),
            person: None,
            name: name.into(),
            deeds: String::new(),
            exception: String::new(),
            state: Decided::Accepted,
            reason: String::new(),
            by: String::new(),
        }
    }

    fn told(award: &Award, names: &[Nomination]) -> Vec<String> {
        let categories = ["y".to_owned(), "x".to_owned()];
        let tell = |group: Group<'_>| {
            let names: Vec<&str> = group.names.iter().map(|one| one.name.as_str()).collect();
            format!("{}: {}", group.name, names.join(" "))
        };
        groups(award, &categories, names).into_iter().map(tell).collect()
    }

    #[test]
    fn names_are_grouped_as_their_places_were_counted() {
        let names = [
            one(4, "gone", "fair", "d"),
            one(3, "x", "fair", "c"),
            one(2, "x", "good", "b"),
            one(3, "x", "fair", "a"),
            one(1, "y", "fair", "e"),
        ];
        let number = Places::Number { of: Vec::new() };
        let by_category = ["y: e", "x: c b a", "gone: d"];
        assert_eq!(told(&award(Subject::Person, number), &names), by_category);
        let share = |subject| {
            let places = Places::Share { percent: Score::HUNDRED, rounding: WholePlaces::Floor };
            told(&award(subject, places), &names)
        };
        assert_eq!(share(Subject::Organisation), by_category);
        assert_eq!(share(Subject::Person), ["o1: e", "o2: b", "o3: c a", "o4: d"]);
        let by_grade = award(Subject::Organisation, Places::Grade { of: Vec::new() });
        assert_eq!(told(&by_grade, &names), ["GOOD: b", "FAIR: d c a e"]);
    }
}
