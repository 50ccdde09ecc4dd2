//! The file somebody sent, kept so that a preview survives a reload and the original can be had again. A roster of
//! cadres is full of identity numbers, so the file is kept sealed like them, under a key of its own.

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit};
use kernel::{Chance, Problem};
use office::Manual;
use sm4::Sm4;
use store::attachments::{self, LIMIT};
use store::{Conn, Tx};

use super::record::{self, Import, ImportId, Mapping};
use super::roster::Roster;
use crate::identity::IdentityKey;

/// Bytes of a nonce, which stands before the sealed file.
const NONCE: usize = 12;

/// A file ready to be kept.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    name: String,
    /// SM3 of its bytes in hexadecimal.
    hash: String,
    sealed: Vec<u8>,
}

impl Source {
    /// Seals a file.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the cipher fails.
    pub fn seal(name: &str, bytes: &[u8], key: &IdentityKey, chance: &dyn Chance) -> Result<Self, Problem> {
        let mut nonce = [0_u8; NONCE];
        chance.fill(&mut nonce);
        let text = cipher(key).encrypt(&nonce.into(), bytes).map_err(Problem::unexpected)?;
        let mut sealed = nonce.to_vec();
        sealed.extend(text);
        Ok(Self { name: name.to_owned(), hash: store::digest::sm3_hex(bytes), sealed })
    }
}

/// Begins an import: the file is kept, nothing of it is applied.
///
/// # Errors
/// [`Problem::TooLarge`] for a file above the limit of attachments.
pub fn begin(tx: &mut Tx, roster: Roster, source: &Source, manual: &Manual) -> Result<ImportId, Problem> {
    let id = record::begin(tx, roster, &source.name, &source.hash, &Mapping::from(manual))?;
    let about = record::record_of(id);
    attachments::add(tx, &about, &source.name, "application/octet-stream", &source.sealed, LIMIT)?;
    let after = serde_json::json!({ "file": source.name, "sm3": source.hash, "roster": roster.code() });
    tx.note_new(&about, &after)?;
    Ok(id)
}

/// The bytes of the file of an import.
///
/// # Errors
/// [`Problem::Missing`] when it is gone, [`Problem::Unexpected`] when it does not open with this installation's key.
pub fn original(c: &mut Conn, import: &Import, key: &IdentityKey) -> Result<Vec<u8>, Problem> {
    let files = attachments::of_record(c, &import.record())?;
    let file = files.first().ok_or(Problem::Missing)?;
    let sealed = attachments::bytes(c, file)?;
    let broken = || Problem::unexpected("a kept file does not open with this installation's key");
    let (nonce, text) = sealed.split_at_checked(NONCE).ok_or_else(broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    cipher(key).decrypt(&nonce.into(), text).map_err(|_| broken())
}

/// The cipher of files: its key is a digest that only the installation's key yields.
fn cipher(key: &IdentityKey) -> AesGcm<Sm4, U12> {
    let digest = key.index("files of imports: sealing");
    let mut own = aes_gcm::Key::<AesGcm<Sm4, U12>>::default();
    let digits = digest.as_bytes().chunks_exact(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    for (to, from) in own.iter_mut().zip(digits.filter_map(|pair| u8::from_str_radix(pair, 16).ok())) {
        *to = from;
    }
    AesGcm::new(&own)
}
