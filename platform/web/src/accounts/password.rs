//! Passwords: how they are kept, and which will do.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Chance, Problem, Say};

/// Letters and digits that a password must have at least.
pub const PASSWORD_LENGTH: usize = 10;

/// Argon2id with 19 MiB, two passes, one lane: the OWASP minimum, about 30 ms on an office server.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// The PHC string of a password, with a random salt. Takes tens of milliseconds: never on the writer's thread.
///
/// # Errors
/// [`Problem::Unexpected`] when the password is longer than Argon2 takes.
pub fn hash_password(password: &str, chance: &dyn Chance) -> Result<String, Problem> {
    let mut salt = [0u8; 16];
    chance.fill(&mut salt);
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt).map_err(Problem::unexpected)?;
    Ok(hash.to_string())
}

/// Whether the password is the one behind the PHC string.
pub(crate) fn password_matches(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What is wrong with a password that somebody wants to use, if anything.
pub fn password_fault(password: &str, login: &str) -> Option<Say> {
    let kinds = [
        password.chars().any(|c| c.is_alphabetic()),
        password.chars().any(|c| c.is_numeric()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    if password.chars().count() < PASSWORD_LENGTH {
        Some(Say::new("password-too-short").with("n", PASSWORD_LENGTH))
    } else if password.len() > 512 {
        Some(Say::new("password-too-long"))
    } else if kinds.iter().filter(|kind| **kind).count() < 2 {
        Some(Say::new("password-too-plain"))
    } else if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        Some(Say::new("password-holds-login"))
    } else {
        None
    }
}
