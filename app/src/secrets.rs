//! Secrets: files in `secrets/` of the data directory, readable by their owner alone. They are not part of a backup
//! unless asked for, so that a stolen backup does not open what is encrypted in it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::Chance;

/// The keys of an installation.
pub struct Secrets {
    identity: [u8; 32],
}

impl Secrets {
    /// Reads the keys of a data directory and makes those that are missing.
    pub fn of(data: &Path, chance: &dyn Chance) -> anyhow::Result<Self> {
        let path = path(data);
        let key = match std::fs::read_to_string(&path) {
            Ok(text) => text.trim().to_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&path, &chance.token())?,
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let identity =
            unhex(&key).with_context(|| format!("{}: 64 hexadecimal digits expected", path.display()))?;
        Ok(Self { identity })
    }

    /// These keys and no file: for databases that end with a test.
    pub fn for_tests(identity: [u8; 32]) -> Self {
        Self { identity }
    }

    /// Key under which second factors are encrypted.
    pub fn sealing(&self) -> web::SealingKey {
        web::SealingKey::new(&self.identity, "second factors: sealing")
    }

    /// Key under which the bundles of closed ballots are kept.
    pub fn bundles(&self) -> web::SealingKey {
        web::SealingKey::new(&self.identity, "ballot bundles: sealing")
    }

    /// Key under which secrets of webhooks and codes for addresses are kept.
    pub fn messages(&self) -> web::SealingKey {
        web::SealingKey::new(&self.identity, "messages: sealing")
    }

    /// Key under which identity numbers are encrypted.
    pub fn identity(&self) -> organisation::IdentityKey {
        organisation::IdentityKey::new(&self.identity)
    }
}

/// Where the key of identity numbers stands.
pub fn path(data: &Path) -> PathBuf {
    data.join("secrets").join("identity.key")
}

fn make(path: &Path, token: &str) -> anyhow::Result<String> {
    let folder = path.parent().context("a key needs a folder")?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    let mut file = options.open(path).with_context(|| path.display().to_string())?;
    file.write_all(format!("{token}\n").as_bytes())?;
    // The first encrypted number must never outlive its key.
    file.sync_all()?;
    Ok(token.to_owned())
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|i| text.get(i..i + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_sixty_four_digits() {
        assert_eq!(unhex(&"0f".repeat(32)), Some([15; 32]));
        assert!(unhex("0f").is_none());
        assert!(unhex(&"zz".repeat(32)).is_none());
    }
}
