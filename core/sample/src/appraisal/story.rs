//! How well each body does, year by year: who rises, who falls, and whom panel and staff see differently.

use rand::RngExt;
use rand::seq::SliceRandom;

use crate::{Category, Chance};

/// How well a body does, in thousandths: the share of full marks the panel gives on average, and the same as its staff
/// see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quality {
    pub panel: i32,
    pub mass: i32,
}

/// Where the bodies lie that no story is told of.
const FIELD: std::ops::RangeInclusive<i32> = 645..=915;

/// Clearly below everybody, and clearly above.
const BOTTOM: i32 = 555;
const TOP: i32 = 985;

/// From that many bodies on a category has room for stories.
const STORIES_FROM: usize = 6;

/// The courses of `count` bodies, in the order of the list.
pub(super) fn courses(chance: &mut Chance, category: Category, count: usize) -> Vec<[Quality; 2]> {
    let mut ranks: Vec<usize> = (0..count).collect();
    ranks.shuffle(chance);
    ranks.into_iter().map(|rank| course(chance, category, rank, count)).collect()
}

/// The course of the body that is `rank` from the top, counted from 0, in the first year.
fn course(chance: &mut Chance, category: Category, rank: usize, count: usize) -> [Quality; 2] {
    let (low, high) = (*FIELD.start(), *FIELD.end());
    let steps = i32::try_from(count.saturating_sub(1).max(1)).unwrap_or(i32::MAX);
    let step = i32::try_from(rank).unwrap_or(steps);
    let first = (high - (high - low) * step / steps + chance.random_range(-9..=9)).clamp(low, high);
    let second = (first + chance.random_range(-40..=40)).clamp(low, high);
    let mut course = [seen(chance, first), seen(chance, second)];
    if count < STORIES_FROM {
        return course;
    }
    let [before, after] = &mut course;
    let from_bottom = count - 1 - rank;
    match (category, rank, from_bottom) {
        // From the last place to the first.
        (Category::Examination, _, 0) => {
            *before = Quality { panel: BOTTOM, mass: BOTTOM };
            *after = Quality { panel: TOP, mass: TOP };
        }
        // From the second place to the lower third.
        (Category::Examination, 1, _) => *after = Quality { panel: 680, mass: 700 },
        // The panel sees one of the best; too few of its staff are content.
        (Category::Examination, 0, _) => *after = Quality { panel: 900, mass: 690 },
        // From the top to the middle, and from the lower third into the upper one.
        (Category::Administration, 0, _) => *after = Quality { panel: 775, mass: 790 },
        (Category::Administration, _, 3) => *after = Quality { panel: 925, mass: 930 },
        // From the third place to one of the last, and the other way round.
        (Category::Affiliated, 2, _) => *after = Quality { panel: 660, mass: 680 },
        (Category::Affiliated, _, 1) => *after = Quality { panel: 890, mass: 860 },
        // Nothing for a panel to praise, and liked by those who work there.
        (Category::Affiliated, _, 4) => *after = Quality { panel: 700, mass: 900 },
        _ => {}
    }
    course
}

/// The staff see more or less what the panel sees, in milder contrast.
fn seen(chance: &mut Chance, panel: i32) -> Quality {
    Quality { panel, mass: panel * 4 / 5 + 165 + chance.random_range(-45..=45) }
}
