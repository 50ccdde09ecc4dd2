//! What members and staff vote.

use rand::RngExt;

use crate::{Chance, Tally};

/// Tallies of both groups for a body with so many members, as content as `quality` says in thousandths.
pub(super) fn tallies(chance: &mut Chance, members: u32, quality: i32) -> [Tally; 2] {
    // Not everybody is of the electorate; staff without membership are fewer than the members.
    [(58, 0), (39, -15)].map(|(percent, difference)| {
        let due = (members * percent / 100).max(8);
        tally(chance, due, quality + difference)
    })
}

fn tally(chance: &mut Chance, due: u32, quality: i32) -> Tally {
    // Some are on leave or abroad, some keep their ballot.
    let issued = due - due * chance.random_range(0..=3) / 100;
    let returned = issued - issued * chance.random_range(2..=16) / 100;
    let mut tally = Tally { due, issued, returned, ..Tally::default() };
    let above = (quality - 550).clamp(0, 440);
    let good = 80 + above * 3 / 2;
    let content = (550 + above * 13 / 10).min(985);
    let discontent = 1_000 - (1_000 - content) / 5;
    for _ in 0..returned {
        let voter = chance.random_range(0..1_000);
        match chance.random_range(0..100) {
            0 => tally.spoilt += 1,
            1 | 2 => tally.unknown += 1,
            _ => {
                let choice = [good, content, discontent].iter().filter(|limit| voter >= **limit).count();
                if let Some(count) = tally.choices.get_mut(choice) {
                    *count += 1;
                }
            }
        }
    }
    tally
}
