//! Keeping a scheme.

use kernel::{Problem, RecordRef, Say};
use scoring::{Scheme, SchemeError};
use store::Tx;

use super::faults;
use super::record::{BY_VERSION, SchemeId};

pub(crate) const KEEP: &str =
    "INSERT INTO appraisal_schemes (code, version, name, toml, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";

/// Reads an uploaded file; what is wrong comes back as sentences.
pub(crate) fn check(bytes: &[u8]) -> Result<(String, Scheme), Vec<Say>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Say::new("appraisal-scheme-not-text")])?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let scheme = Scheme::draft_from_toml(&text).map_err(|error| vec![unreadable(&error)])?;
    let faults = faults::all(&scheme);
    if faults.is_empty() {
        Ok((text, scheme))
    } else {
        Err(faults.into_iter().map(|said| said.say).collect())
    }
}

/// Reads an uploaded file for a draft, which may still contradict itself, but may not count attention.
pub(crate) fn check_draft(bytes: &[u8]) -> Result<Scheme, Vec<Say>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Say::new("appraisal-scheme-not-text")])?;
    let scheme = Scheme::draft_from_toml(text.trim_start_matches('\u{feff}'));
    let scheme = scheme.map_err(|error| vec![unreadable(&error)])?;
    let refused = |say: &Say| matches!(say.key, "scheme-fault-attention" | "scheme-fault-format");
    let says: Vec<Say> = faults::all(&scheme).into_iter().map(|said| said.say).filter(refused).collect();
    if says.is_empty() { Ok(scheme) } else { Err(says) }
}

fn unreadable(error: &SchemeError) -> Say {
    Say::new("appraisal-scheme-unreadable").with("detail", error)
}

/// Keeps a scheme; the same version with the same rules is kept only once.
///
/// # Errors
/// [`Problem::Refused`] when other rules are already kept under this version.
pub(crate) fn keep(tx: &mut Tx, text: &str, scheme: &Scheme) -> Result<SchemeId, Problem> {
    let known = tx.maybe(BY_VERSION, &[&scheme.code, &scheme.version], |row| {
        Ok((row.get::<SchemeId>(0)?, row.get::<String>(1)?))
    })?;
    if let Some((id, known)) = known {
        if Scheme::from_toml(&known).ok().as_ref() == Some(scheme) {
            return Ok(id);
        }
        let say = Say::new("appraisal-scheme-version-taken").with("code", &scheme.code);
        return Err(Problem::Refused(say.with("version", scheme.version)));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let id: SchemeId = tx.insert(KEEP, &[&scheme.code, &scheme.version, &scheme.name, &text, &now, &by])?;
    let after = serde_json::json!({ "code": scheme.code, "version": scheme.version, "name": scheme.name });
    tx.note_new(&RecordRef::new("scheme", id.0), &after)?;
    Ok(id)
}
