//! Who must not mark whom, how many marks an organisation will get, and what a reviewer may be called.

use kernel::Say;
use scoring::{Average, Scheme};

use super::record::{Assignments, Reviewer};
use crate::participants::Participant;

/// Characters that no name of a sheet in a workbook may hold.
const NOT_IN_SHEET_NAMES: &str = "[]:*?/\\'";
/// Letters of the longest label.
const LONGEST: usize = 20;

/// Whether the reviewer belongs to the organisation, or it to the reviewer's: one path begins with the other.
pub(crate) fn own_side(reviewer: &Reviewer, participant: &Participant) -> bool {
    reviewer.path.as_deref().is_some_and(|path| related(path, &participant.path))
}

fn related(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

/// The name of a reviewer as it is kept, or what is wrong with it.
pub(crate) fn label(typed: &str) -> Result<String, Say> {
    let label = typed.trim();
    let wrong = |c: char| c.is_control() || NOT_IN_SHEET_NAMES.contains(c);
    if label.is_empty() {
        return Err(Say::new("panel-label-needed"));
    }
    if label.chars().count() > LONGEST || label.chars().any(wrong) {
        return Err(Say::new("panel-label-wrong").with("n", LONGEST));
    }
    Ok(label.to_owned())
}

/// How many reviewers the indicators of a category want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// With fewer there is no mark.
    pub quorum: usize,
    /// With fewer no highest and lowest mark is dropped; nothing when none ever is.
    pub trim_from: Option<usize>,
}

/// What the scheme wants of a category: the most that any of its indicators asks for.
pub(crate) fn wanted(scheme: &Scheme, category: &str) -> Wanted {
    let mut wanted = Wanted { quorum: 1, trim_from: None };
    for (_, panel) in scheme.panels().filter(|(indicator, _)| indicator.applies(category)) {
        let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        wanted.quorum = wanted.quorum.max(number(panel.quorum));
        if panel.average == Average::Trimmed {
            wanted.trim_from = wanted.trim_from.max(Some(number(panel.trim_from.max(3))));
        }
    }
    wanted
}

/// Whether so many reviewers are enough for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Highest and lowest are dropped, where the scheme says so.
    Enough,
    /// There will be a mark, but none is dropped.
    FewToTrim,
    /// There will be no mark.
    BelowQuorum,
}

impl Wanted {
    /// How far `n` reviewers go.
    pub(crate) fn coverage(self, n: usize) -> Coverage {
        if n < self.quorum {
            Coverage::BelowQuorum
        } else if self.trim_from.is_some_and(|from| n < from) {
            Coverage::FewToTrim
        } else {
            Coverage::Enough
        }
    }
}

/// How many reviewers mark this participant.
pub(crate) fn marked_by(assignments: &Assignments, participant: &Participant) -> usize {
    let ours = assignments.values().filter(|one| one.participant == participant.id);
    ours.filter(|one| one.recusal.is_none()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_related_to_those_above_and_below_and_to_itself() {
        assert!(related("1.2.", "1.2."));
        assert!(related("1.2.9.", "1.2."), "the reviewer's branch lies below the participant");
        assert!(related("1.", "1.2."), "the reviewer's side covers the participant");
        assert!(!related("1.2.", "1.20."));
        assert!(!related("1.20.9.", "1.2."));
        assert!(!related("", "1.2."));
    }

    #[test]
    fn a_label_can_name_a_sheet() {
        assert_eq!(label(" 评委1 "), Ok("评委1".into()));
        for wrong in ["", "  ", "评委/1", "评委[1]", "很长很长很长很长很长很长很长很长很长很长的名字"]
        {
            assert!(label(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reviewers_are_counted_against_quorum_and_trimming() {
        let wanted = Wanted { quorum: 3, trim_from: Some(5) };
        assert_eq!(
            [2, 3, 4, 5].map(|n| wanted.coverage(n)),
            [Coverage::BelowQuorum, Coverage::FewToTrim, Coverage::FewToTrim, Coverage::Enough]
        );
        assert_eq!(Wanted { quorum: 1, trim_from: None }.coverage(1), Coverage::Enough);
    }
}
