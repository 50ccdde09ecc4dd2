//! Figures that cost many rows and hold until somebody writes: remembered by the number of the last row of the audit
//! trail, which grows with every write, by whichever process.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Problem;
use store::Conn;

/// Whether anything but a sign-in or somebody's own account was written after that row.
const WRITTEN: &str = "SELECT 1 FROM audit WHERE seq > $1 AND act <> 'open' AND act <> 'signed_in' LIMIT 1";

/// Every statement of this file, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[WRITTEN];

/// Figures that are remembered at once; beyond, all are forgotten.
const MOST: usize = 1_000;

/// A figure with the row of the trail up to which it holds.
type Kept = (i64, Arc<dyn Any + Send + Sync>);

/// What is remembered, shared by all requests of an installation.
#[derive(Clone, Default)]
pub struct Memo(Arc<Mutex<HashMap<String, Kept>>>);

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

impl Memo {
    /// What `make` gives, made anew only after something was written. Everything on which it depends but the data (whose
    /// reach, which day, which language) belongs into `key`. Costs one query, or two after others have signed in.
    /// Writes under the acts `open` and `signed_in` do not count: they concern one's own account.
    ///
    /// # Errors
    /// Those of `make`, or [`Problem::Unexpected`] when the database fails.
    pub fn hold<T: Clone + Send + Sync + 'static>(
        &self,
        c: &mut Conn,
        key: &str,
        make: impl FnOnce(&mut Conn) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let seq = store::audit::head(c)?.seq;
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some((at, value)) = kept
            && let Some(value) = value.downcast_ref::<T>()
            && (at == seq || (at < seq && !c.exists(WRITTEN, &[&at])?))
        {
            if at < seq {
                self.put(key, seq, Arc::new(value.clone()));
            }
            return Ok(value.clone());
        }
        let value = make(c)?;
        self.put(key, seq, Arc::new(value.clone()));
        Ok(value)
    }

    fn put(&self, key: &str, seq: i64, value: Arc<dyn Any + Send + Sync>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(key) {
            kept.clear();
        }
        // A slower reader with an older snapshot does not push out what a later one has found.
        if kept.get(key).is_none_or(|(at, _)| *at <= seq) {
            kept.insert(key.to_owned(), (seq, value));
        }
    }
}
