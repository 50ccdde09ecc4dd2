//! What the field allows, as pure checks.

use kernel::{Day, Problem, Say};

use super::kind::Kind;

/// Why a change to an organisation cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is already a root.
    SecondRoot,
    /// That kind cannot stand under that other kind.
    Place,
    /// It no longer exists.
    Ended,
    /// The day lies in the future.
    Future,
    /// The organisation has changed after that day already; the day of its latest change.
    BeforeLatest(Day),
    /// It would stand below itself.
    Circle,
    /// Others still stand below it; how many.
    NotEmpty(usize),
    /// It is taken up into itself.
    Itself,
    /// It is no higher kind than before.
    NotHigher,
    /// The part is larger than the whole; members of the whole.
    PartTooLarge(i64),
    /// It stands there, or bears that name, already.
    Unchanged,
    /// The organ's root cannot be moved, merged or abolished.
    Root,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(match refusal {
            Refusal::SecondRoot => Say::new("organisation-second-root"),
            Refusal::Place => Say::new("organisation-wrong-place"),
            Refusal::Ended => Say::new("organisation-has-ended"),
            Refusal::Future => Say::new("organisation-day-in-future"),
            Refusal::BeforeLatest(day) => Say::new("organisation-day-before-latest").with("day", day),
            Refusal::Circle => Say::new("organisation-below-itself"),
            Refusal::NotEmpty(n) => Say::new("organisation-not-empty").with("n", n),
            Refusal::Itself => Say::new("organisation-into-itself"),
            Refusal::NotHigher => Say::new("organisation-not-higher"),
            Refusal::PartTooLarge(n) => Say::new("organisation-part-too-large").with("n", n),
            Refusal::Unchanged => Say::new("organisation-unchanged"),
            Refusal::Root => Say::new("organisation-is-root"),
        })
    }
}

/// Whether a kind can stand directly under another: groups under branches, branches under general branches and
/// committees, general branches and committees under committees.
pub fn may_stand_under(kind: Kind, parent: Kind) -> bool {
    match parent {
        Kind::Committee => kind != Kind::Group,
        Kind::GeneralBranch => kind == Kind::Branch,
        Kind::Branch => kind == Kind::Group,
        Kind::Group => false,
    }
}

/// Whether an event can be dated so: not in the future, and not before the latest change (`open` false: on its very
/// day neither, because an end needs at least one day before it).
///
/// # Errors
/// [`Refusal::Future`], [`Refusal::BeforeLatest`].
pub fn dated(on: Day, latest: Day, today: Day, open: bool) -> Result<(), Refusal> {
    if on > today {
        Err(Refusal::Future)
    } else if on < latest || (on == latest && !open) {
        Err(Refusal::BeforeLatest(latest))
    } else {
        Ok(())
    }
}

/// Whether the second kind is higher than the first.
pub fn is_higher(from: Kind, to: Kind) -> bool {
    to < from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn kinds_stand_where_the_field_puts_them() {
        use Kind::{Branch, Committee, GeneralBranch, Group};
        let allowed = [
            (Committee, Committee),
            (GeneralBranch, Committee),
            (Branch, Committee),
            (Branch, GeneralBranch),
            (Group, Branch),
        ];
        for kind in Kind::ALL {
            for parent in Kind::ALL {
                let expected = allowed.contains(&(*kind, *parent));
                assert_eq!(may_stand_under(*kind, *parent), expected, "{kind:?} under {parent:?}");
            }
        }
    }

    #[test]
    fn an_event_lies_between_the_latest_change_and_today() {
        let (latest, today) = (day("2014-05-01"), day("2015-11-30"));
        assert_eq!(dated(day("2015-12-01"), latest, today, true), Err(Refusal::Future));
        assert_eq!(dated(day("2015-11-30"), latest, today, true), Ok(()));
        assert_eq!(dated(day("2014-05-01"), latest, today, true), Ok(()));
        assert_eq!(dated(day("2014-05-01"), latest, today, false), Err(Refusal::BeforeLatest(latest)));
        assert_eq!(dated(day("2014-05-02"), latest, today, false), Ok(()));
        assert_eq!(dated(day("2014-04-30"), latest, today, true), Err(Refusal::BeforeLatest(latest)));
    }

    #[test]
    fn only_the_way_up_is_an_upgrade() {
        assert!(is_higher(Kind::Branch, Kind::GeneralBranch));
        assert!(!is_higher(Kind::Branch, Kind::Branch));
        assert!(!is_higher(Kind::Committee, Kind::Branch));
    }
}
