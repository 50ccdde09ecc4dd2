//! The tree of organisations.

use rand::RngExt;

use crate::names::bodies::{ORGAN, numeral, stem};
use crate::{Category, Chance, Date, Kind, Organisation, Size};

/// From that many members on a body has a committee instead of a general branch.
const COMMITTEE_FROM: u32 = 100;

/// From that many branches on two of them are of a size that the checks find: one too small, one that should split.
const ODD_ONES_FROM: usize = 50;

pub(crate) fn generate(chance: &mut Chance, size: &Size) -> Vec<Organisation> {
    let bodies: Vec<(Category, String)> = [
        (Category::Administration, size.bodies.administration),
        (Category::Examination, size.bodies.examination),
        (Category::Affiliated, size.bodies.affiliated),
    ]
    .into_iter()
    .flat_map(|(category, count)| (0..count).map(move |index| (category, stem(category, index))))
    .collect();
    let digits = bodies.len().to_string().len().max(3);
    let branches = share_out(chance, size.branches, &bodies);

    let founded = Date::between(chance, Date::new(1995, 3, 1), Date::new(1996, 11, 30));
    let mut all = vec![Organisation {
        code: "001".to_owned(),
        name: ORGAN.to_owned(),
        kind: Kind::OrganCommittee,
        parent: None,
        category: None,
        founded,
        members: 0,
    }];
    let mut number = 0;
    for ((index, (category, stem)), count) in (1_usize..).zip(bodies).zip(branches) {
        let place = all.len();
        let code = format!("001{index:0digits$}");
        let founded = Date::between(chance, founded.years_later(1), Date::new(2009, 12, 31));
        let below: Vec<Organisation> = (1..=count)
            .map(|branch| {
                number += 1;
                Organisation {
                    code: format!("{code}{branch:03}"),
                    name: format!("{stem}第{}党支部", numeral(branch)),
                    kind: Kind::Branch,
                    parent: Some(place),
                    category: Some(category),
                    founded: Date::between(chance, founded, Date::new(2013, 6, 30)),
                    members: members(chance, size, category, number),
                }
            })
            .collect();
        let members = match below.iter().map(|branch| branch.members).sum() {
            0 => chance.random_range(50..COMMITTEE_FROM),
            sum => sum,
        };
        let kind = if members >= COMMITTEE_FROM { Kind::Committee } else { Kind::GeneralBranch };
        let name = format!("{stem}{}", kind.word());
        all.push(Organisation {
            code,
            name,
            kind,
            parent: Some(0),
            category: Some(category),
            founded,
            members,
        });
        all.extend(below);
    }
    let total =
        all.iter().filter(|organisation| organisation.parent == Some(0)).map(|body| body.members).sum();
    if let Some(organ) = all.first_mut() {
        organ.members = total;
    }
    all
}

fn members(chance: &mut Chance, size: &Size, category: Category, number: usize) -> u32 {
    let drawn = chance.random_range(size.branch_members.clone());
    // Administrative departments are small, which leaves some of them with a general branch.
    let ordinary = if category == Category::Administration { drawn * 2 / 3 } else { drawn };
    match number {
        _ if size.branches < ODD_ONES_FROM => ordinary,
        _ if number == size.branches / 3 => 57,
        _ if number == size.branches / 2 => 2,
        _ => ordinary,
    }
}

/// Branches per body: two each if there are enough, the rest by weights as they lie in the reference organ, where a
/// department of examiners has three times the branches of an administrative one.
fn share_out(chance: &mut Chance, branches: usize, bodies: &[(Category, String)]) -> Vec<usize> {
    let least = (branches / bodies.len().max(1)).min(2);
    let weights: Vec<usize> = bodies
        .iter()
        .map(|(category, _)| {
            let usual = match category {
                Category::Administration => 2,
                Category::Examination => 13,
                Category::Affiliated => 6,
            };
            usual * chance.random_range(50..=150)
        })
        .collect();
    let sum = weights.iter().sum::<usize>().max(1);
    let rest = branches.saturating_sub(least * bodies.len());
    let mut shares: Vec<usize> = weights.iter().map(|weight| least + rest * weight / sum).collect();
    let short = branches.saturating_sub(shares.iter().sum());
    let mut by_remainder: Vec<usize> = (0..bodies.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(weights.get(*index).map_or(0, |w| rest * w % sum)));
    for index in by_remainder.into_iter().take(short) {
        if let Some(share) = shares.get_mut(index) {
            *share += 1;
        }
    }
    shares
}
