//! What the board says of a roster without naming anybody.

use crate::bytes::{Hash, frame, sha256};

const VOTER: &[u8] = b"jinwei/voter/1";
const ROSTER: &[u8] = b"jinwei/roster/1";

/// How a person stands in the roster that is hashed: number and name.
pub fn voter_line(number: i64, name: &str) -> String {
    format!("{number}:{name}")
}

/// Hash of a box's roster under its salt: the order in which people are given does not matter. Whoever is shown roster and
/// salt can check it; whoever is not can guess nobody.
pub fn roster_hash<'a>(box_code: &str, salt: &[u8; 32], voters: impl IntoIterator<Item = &'a str>) -> Hash {
    let mut entries: Vec<Hash> =
        voters.into_iter().map(|voter| sha256(&frame(&[VOTER, salt, voter.as_bytes()]))).collect();
    entries.sort_unstable();
    let mut items: Vec<&[u8]> = vec![ROSTER, box_code.as_bytes(), salt];
    items.extend(entries.iter().map(|entry| entry.0.as_slice()));
    sha256(&frame(&items))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_is_bound_to_its_people_its_box_and_its_salt() {
        let salt = [7; 32];
        let hash = roster_hash("a-members", &salt, ["1:甲", "2:乙"]);
        assert_eq!(hash, roster_hash("a-members", &salt, ["2:乙", "1:甲"]));
        assert_ne!(hash, roster_hash("a-members", &salt, ["1:甲"]));
        assert_ne!(hash, roster_hash("b-members", &salt, ["1:甲", "2:乙"]));
        assert_ne!(hash, roster_hash("a-members", &[8; 32], ["1:甲", "2:乙"]));
    }
}
