//! On which thread code runs, and what happens when it panics.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use kernel::Problem;

/// Where a closure runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Elsewhere,
    Reader,
    Writer,
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Elsewhere) };
}

/// Says that this thread is one of the store's own.
pub(crate) fn enter(place: Place) {
    PLACE.set(place);
}

/// Refuses what would wait for itself: a read inside a closure (use the connection at hand), a write inside a write.
pub(crate) fn may_wait_for(wanted: Place) -> Result<(), Problem> {
    match (PLACE.get(), wanted) {
        (Place::Elsewhere, _) | (Place::Reader, Place::Writer) => Ok(()),
        (_, Place::Reader) => {
            Err(Problem::unexpected("a read inside a closure of the store: use its connection"))
        }
        _ => Err(Problem::unexpected("a write inside a write: use its transaction")),
    }
}

/// Runs a closure; a panic becomes [`Problem::Unexpected`].
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let what = words_of(panic.as_ref());
        tracing::error!(%what, "a closure of the store panicked");
        Err(Problem::Unexpected(format!("panicked: {what}")))
    })
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}
