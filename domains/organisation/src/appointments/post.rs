//! Posts as the rosters name them. The word itself is kept; what it means is derived.

use kernel::names;

/// Rank of a post that is none of the known ones.
pub const OTHER: i64 = 90;

/// A known post: its word, its rank in lists, and the end of its message key.
const KNOWN: &[(&str, i64, &str)] = &[
    ("第一书记", 5, "first-secretary"),
    ("书记", 10, "secretary"),
    ("专职副书记", 20, "full-time-deputy"),
    ("常务副书记", 21, "executive-deputy"),
    ("副书记", 22, "deputy"),
    ("组织委员", 30, "organisation"),
    ("宣传委员", 31, "publicity"),
    ("纪检委员", 32, "discipline"),
    ("青年委员", 33, "youth"),
    ("统战委员", 34, "united-front"),
    ("群工委员", 35, "masses"),
    ("委员", 39, "member"),
];

/// Words of the known posts, in the order of their ranks.
pub fn known() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(word, _, _)| *word)
}

fn of(post: &str) -> Option<&'static (&'static str, i64, &'static str)> {
    let folded = names::fold(post);
    KNOWN.iter().find(|(word, _, _)| *word == folded)
}

/// Where a post stands in a list of posts.
pub fn rank(post: &str) -> i64 {
    of(post).map_or(OTHER, |(_, rank, _)| *rank)
}

/// Message key of a known post.
pub fn key(post: &str) -> Option<String> {
    of(post).map(|(_, _, key)| format!("post-{key}"))
}

/// Whether the holder leads the organisation.
pub fn is_secretary(rank: i64) -> bool {
    rank <= 10
}

/// Whether the holder is a deputy secretary.
pub fn is_deputy(rank: i64) -> bool {
    (20..30).contains(&rank)
}

/// Whether the holder sits in the organisation's committee.
pub fn in_committee(rank: i64) -> bool {
    rank < OTHER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_known_by_its_word_with_or_without_blanks() {
        assert_eq!(rank("书 记"), rank("书记"));
        assert!(is_secretary(rank("书记")) && !is_secretary(rank("副书记")));
        assert!(is_deputy(rank("专职副书记")) && is_deputy(rank("副书记")) && !is_deputy(rank("组织委员")));
        assert!(in_committee(rank("委员")) && !in_committee(rank("联络员")));
        assert_eq!(key("青年委员").as_deref(), Some("post-youth"));
        assert_eq!(key("联络员"), None);
    }

    #[test]
    fn ranks_rise_in_the_order_of_the_list() {
        assert!(KNOWN.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }
}
