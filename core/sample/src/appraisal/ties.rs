//! Ties at the published total, which come by chance only every few years: one in the middle of a category and one
//! across the line of the quota for the best grade.

use rand::RngExt;

use super::appraise;
use super::marks::Panel;
use super::published::{published, total};
use super::story::Quality;
use crate::{Appraised, Category, Chance, Organisation};

/// Category, year, and the rank that two bodies are to share. Of 15 bodies floor(30 %) is 4, so that a fifth one at rank 4
/// does not fit.
const TIES: [(Category, u16, usize); 2] =
    [(Category::Administration, 2014, 7), (Category::Affiliated, 2013, 4)];

/// One try in a few hundred succeeds.
const TRIES: usize = 50_000;

/// Lets the body that follows the stated rank reach the same total, if this category and year are to have a tie and do
/// not have it already.
pub(super) fn tie(
    chance: &mut Chance,
    panel: &Panel,
    category: Category,
    year: u16,
    bodies: &mut [Appraised],
    organisations: &[Organisation],
) {
    let wanted = TIES.iter().find(|tie| tie.0 == category && tie.1 == year);
    let Some((_, _, rank)) = wanted else { return };
    let ranking = published(bodies);
    let (Some(ahead), Some(behind)) = (ranking.get(rank - 1), ranking.get(*rank)) else { return };
    let Some(place) = bodies.iter().position(|body| body.organisation == behind.organisation) else { return };
    let members = organisations.get(behind.organisation).map_or(0, |body| body.members);
    let Some(body) = bodies.get_mut(place) else { return };
    // About what makes such a total; the tries scatter around it.
    let about = i32::try_from(ahead.total / 10).unwrap_or(i32::MAX);
    for _ in 0..TRIES {
        if total(body) == ahead.total {
            return;
        }
        let quality = Quality {
            panel: about + chance.random_range(-25..=15),
            mass: about + chance.random_range(-40..=40),
        };
        *body = appraise(chance, panel, body.organisation, category, members, quality);
    }
}
