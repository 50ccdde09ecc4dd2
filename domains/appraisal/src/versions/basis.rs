//! What the result that is looked at was computed from.

use kernel::{Problem, Say};
use scoring::{Input, Scheme};
use store::Conn;

use super::record::{self, Version};
use crate::cycles::record::Cycle;
use crate::{inputs, schemes};

/// A version with its rules and inputs.
#[derive(Debug)]
pub(crate) struct Basis {
    pub version: Version,
    pub scheme: Scheme,
    pub input: Input,
}

/// The version of a cycle that its pages show, or else the working one.
///
/// # Errors
/// [`Problem::Refused`] when nothing has been computed.
pub(crate) fn version(c: &mut Conn, cycle: &Cycle) -> Result<Version, Problem> {
    let Some(id) = cycle.shown.or(cycle.working) else {
        return Err(Problem::refused(Say::new("appraisal-nothing-to-analyse").with("year", cycle.year)));
    };
    Ok(record::find(c, id)?)
}

/// Rules and inputs of a version.
///
/// # Errors
/// [`Problem::Unexpected`] when what was kept cannot be read.
pub(crate) fn of(c: &mut Conn, version: Version) -> Result<Basis, Problem> {
    let scheme = schemes::record::rules(c, version.scheme)?;
    let input = match record::input(c, version.id)?.as_str() {
        // Kept before inputs were: what was entered is still there.
        "" => inputs::read(c, version.cycle)?,
        text => serde_json::from_str(text).map_err(Problem::unexpected)?,
    };
    Ok(Basis { version, scheme, input })
}

/// Both at once.
///
/// # Errors
/// As [`version`] and [`of`].
pub(crate) fn basis(c: &mut Conn, cycle: &Cycle) -> Result<Basis, Problem> {
    let version = version(c, cycle)?;
    of(c, version)
}
