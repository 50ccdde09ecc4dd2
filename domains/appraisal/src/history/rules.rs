//! From the places of all years to one line an organisation, by category.

use std::collections::BTreeMap;

use kernel::OrgId;

use super::record::Stood;

/// Everybody of one year.
pub(super) struct Year<'a> {
    pub places: &'a [Stood],
    /// Categories in the order of its scheme.
    pub categories: Vec<&'a str>,
}

/// One organisation over the years.
pub(super) struct Track<'a> {
    pub org: OrgId,
    /// As it was called last.
    pub name: &'a str,
    /// By year; nothing where it took no part.
    pub years: Vec<Option<&'a Stood>>,
}

/// One category; organisations belong to the one they were in last.
pub(super) struct Group<'a> {
    pub category: &'a str,
    /// By the last rank; those who are no longer there at the end.
    pub tracks: Vec<Track<'a>>,
}

/// The organisations by category, in the order of the last year that knows a category.
pub(super) fn groups<'a>(years: &'a [Year<'a>]) -> Vec<Group<'a>> {
    let mut tracks: BTreeMap<OrgId, Track<'a>> = BTreeMap::new();
    for (at, year) in years.iter().enumerate() {
        for stood in year.places {
            let nowhere = || Track { org: stood.org, name: &stood.name, years: vec![None; years.len()] };
            let track = tracks.entry(stood.org).or_insert_with(nowhere);
            track.name = &stood.name;
            if let Some(place) = track.years.get_mut(at) {
                *place = Some(stood);
            }
        }
    }
    let mut order: Vec<&str> = Vec::new();
    for category in years.iter().rev().flat_map(|year| year.categories.iter().copied()) {
        if !order.contains(&category) {
            order.push(category);
        }
    }
    let mut groups: Vec<Group> =
        order.into_iter().map(|category| Group { category, tracks: Vec::new() }).collect();
    for track in tracks.into_values() {
        let Some(last) = track.last() else { continue };
        if let Some(group) = groups.iter_mut().find(|group| group.category == last.category) {
            group.tracks.push(track);
        }
    }
    for group in &mut groups {
        group.tracks.sort_by_key(|track| {
            let now = track.years.last().copied().flatten().map(|stood| stood.rank);
            (now.is_none(), now, track.last().map(|stood| stood.rank), track.org)
        });
    }
    groups.retain(|group| !group.tracks.is_empty());
    groups
}

impl<'a> Track<'a> {
    /// Where it stood when it last took part.
    pub(super) fn last(&self) -> Option<&'a Stood> {
        self.years.iter().rev().copied().flatten().next()
    }

    /// Its rank in each year within a category.
    pub(super) fn ranks(&self, category: &str) -> Vec<Option<u32>> {
        let own = |stood: &&Stood| stood.category == category;
        self.years.iter().map(|year| year.filter(own).map(|stood| stood.rank)).collect()
    }
}

/// The largest step between two years one after the other.
pub(super) fn largest_step(ranks: &[Option<u32>]) -> u32 {
    let steps = ranks.iter().zip(ranks.iter().skip(1));
    steps.filter_map(|(a, b)| Some(a.as_ref()?.abs_diff(*b.as_ref()?))).max().unwrap_or(0)
}

/// Positions of the `most` that moved furthest, of those that moved.
pub(super) fn moved_most(ranks: &[Vec<Option<u32>>], most: usize) -> Vec<usize> {
    let mut moved: Vec<(u32, usize)> = ranks
        .iter()
        .enumerate()
        .map(|(at, own)| (largest_step(own), at))
        .filter(|(step, _)| *step > 0)
        .collect();
    moved.sort_by_key(|(step, at)| (std::cmp::Reverse(*step), *at));
    moved.into_iter().take(most).map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stood(org: i64, category: &str, rank: u32) -> Stood {
        Stood {
            org: OrgId(org),
            name: format!("党委{org}"),
            category: category.to_owned(),
            rank,
            of: 3,
            total: String::new(),
            grade_name: String::new(),
            grade_place: 0,
        }
    }

    #[test]
    fn an_organisation_stands_in_the_category_it_was_in_last() {
        let before = [stood(1, "甲", 1), stood(2, "甲", 2), stood(3, "乙", 1)];
        let after = [stood(1, "乙", 2), stood(2, "甲", 1)];
        let years = [
            Year { places: &before, categories: vec!["甲", "乙"] },
            Year { places: &after, categories: vec!["乙", "甲"] },
        ];
        let groups = groups(&years);
        let named: Vec<(&str, Vec<i64>)> = groups
            .iter()
            .map(|group| (group.category, group.tracks.iter().map(|track| track.org.0).collect()))
            .collect();
        assert_eq!(named, [("乙", vec![1, 3]), ("甲", vec![2])], "who left comes last");
        assert_eq!(
            groups[0].tracks[0].ranks("乙"),
            [None, Some(2)],
            "ranks of another category are no ranks"
        );
    }

    #[test]
    fn whoever_moved_furthest_comes_first_and_whoever_stayed_does_not() {
        let ranks =
            [vec![Some(1), Some(1)], vec![Some(5), Some(2)], vec![None, Some(9)], vec![Some(1), Some(9)]];
        assert_eq!(moved_most(&ranks, 3), [3, 1]);
        assert_eq!(moved_most(&ranks, 1), [3]);
    }
}
