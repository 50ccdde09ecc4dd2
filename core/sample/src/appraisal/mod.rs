//! Two years of appraisal, with something to see in them.

mod ballots;
mod marks;
pub(crate) mod published;
mod story;
mod ties;

use crate::{Appraised, Category, Chance, Organisation, Year};
use marks::Panel;
use story::Quality;

/// The years appraised.
pub(crate) const YEARS: [u16; 2] = [2013, 2014];

/// Place of a body, and how it does in each year.
type Course = (usize, [Quality; 2]);

pub(crate) fn generate(chance: &mut Chance, organisations: &[Organisation]) -> Vec<Year> {
    let mut years = YEARS.map(|year| Year { year, bodies: Vec::new() });
    for category in Category::ALL {
        let bodies: Vec<usize> = organisations
            .iter()
            .enumerate()
            .filter(|(_, organisation)| {
                organisation.parent == Some(0) && organisation.category == Some(category)
            })
            .map(|(place, _)| place)
            .collect();
        let courses: Vec<Course> =
            bodies.iter().copied().zip(story::courses(chance, category, bodies.len())).collect();
        let panel = Panel::new(chance);
        for (index, year) in years.iter_mut().enumerate() {
            // One reviewer tires of it in the last year and gives each body the same share of every full mark.
            let panel = if index + 1 == YEARS.len() { panel.with_straight_liner() } else { panel };
            let mut appraised: Vec<Appraised> = courses
                .iter()
                .filter_map(|(place, course)| {
                    let quality = *course.get(index)?;
                    let members = organisations.get(*place)?.members;
                    Some(appraise(chance, &panel, *place, category, members, quality))
                })
                .collect();
            ties::tie(chance, &panel, category, year.year, &mut appraised, organisations);
            year.bodies.extend(appraised);
        }
    }
    years.into()
}

fn appraise(
    chance: &mut Chance,
    panel: &Panel,
    organisation: usize,
    category: Category,
    members: u32,
    quality: Quality,
) -> Appraised {
    Appraised {
        organisation,
        category,
        marks: panel.marks(chance, quality.panel),
        tallies: ballots::tallies(chance, members, quality.mass),
    }
}
