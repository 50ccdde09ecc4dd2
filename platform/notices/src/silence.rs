//! Places that have just been silent are left alone for a while: whoever waits for one of them again and again holds up
//! every other job of the house.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::Moment;

use crate::failed::Failed;

/// Seconds for which a silent place is left alone.
const LEFT_ALONE: i64 = 60;

/// Which places were silent, and until when they are left alone.
#[derive(Debug, Default)]
pub(crate) struct Silence(Mutex<HashMap<String, Moment>>);

impl Silence {
    /// Asks a place, unless it has just been silent. `ask` says whether it was silent beside what came of it.
    ///
    /// # Errors
    /// [`Failed::Later`] without asking, or what `ask` gives.
    pub(crate) fn ask(
        &self,
        place: &str,
        now: Moment,
        ask: impl FnOnce() -> (Result<(), Failed>, bool),
    ) -> Result<(), Failed> {
        let known = |places: &Mutex<HashMap<String, Moment>>| {
            places.lock().unwrap_or_else(PoisonError::into_inner).get(place).copied()
        };
        if known(&self.0).is_some_and(|until| now < until) {
            return Err(Failed::Later("it did not answer a moment ago".into()));
        }
        let (outcome, silent) = ask();
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.retain(|_, until| now < *until);
        if silent {
            places.insert(place.to_owned(), now.plus(LEFT_ALONE));
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_silent_place_is_left_alone_for_a_minute_and_others_are_not() {
        let (silence, asked) = (Silence::default(), Cell::new(0));
        let ask = |place: &str, at: i64, silent: bool| {
            let outcome = silence.ask(place, Moment(at), || {
                asked.set(asked.get() + 1);
                if silent { (Err(Failed::Later("nobody there".into())), true) } else { (Ok(()), false) }
            });
            (outcome.is_ok(), asked.get())
        };
        assert_eq!(ask("a", 0, true), (false, 1));
        assert_eq!(ask("a", 59, false), (false, 1));
        assert_eq!(ask("b", 59, false), (true, 2));
        assert_eq!(ask("a", 60, false), (true, 3));
        assert_eq!(ask("a", 61, false), (true, 4));
    }
}
