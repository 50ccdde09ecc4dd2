//! The keys of open evaluations: one file each, outside the database and its backups, destroyed at closing.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ballot::{BoardKey, Electoral, Hash, IssuerKey, base64url, frame, from_base64url, sha256};
use kernel::{Chance, Problem};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use store::Conn;

use crate::evaluations::record::{self, EvaluationId};

/// What stands in the file of an evaluation.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    /// Under which ballots are kept until closing.
    pub seal: String,
    /// From which the place of a ballot is derived.
    pub slots: String,
    /// Seed of the board's key.
    pub board: String,
    /// Issuing keys by code of the box.
    pub issuers: BTreeMap<String, String>,
}

/// An evaluation made ready for issuing, casting and closing.
pub(crate) struct Opened {
    pub electoral: Electoral,
    pub board: BoardKey,
    /// Numbers of the boxes by their codes.
    pub boxes: HashMap<String, i64>,
    issuers: HashMap<String, IssuerKey>,
    seal: LessSafeKey,
    slots: Vec<u8>,
    /// Ballots in each box, where they were counted since the start.
    counts: Mutex<HashMap<i64, i64>>,
}

impl Opened {
    /// Ballots in a box, if they were counted. Asked and changed by the one writer only.
    pub fn cast(&self, place: i64) -> Option<i64> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(&place).copied()
    }

    /// Notes how many ballots a box holds, or that they must be counted again.
    pub fn set_cast(&self, place: i64, count: Option<i64>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        match count {
            Some(count) => counts.insert(place, count),
            None => counts.remove(&place),
        };
    }

    /// The issuing key of a box.
    pub fn issuer(&self, code: &str) -> Option<&IssuerKey> {
        self.issuers.get(code)
    }

    /// Where the ballot of a key is kept: nobody without the evaluation's secret can tell which key it is.
    pub fn slot(&self, box_code: &str, key: &[u8; 32]) -> String {
        sha256(&frame(&[b"slot", &self.slots, box_code.as_bytes(), key])).to_string()
    }

    /// Seals what is kept in a slot; it opens in no other.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the cipher fails.
    pub fn seal(&self, slot: &str, content: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, Problem> {
        let mut nonce = [0; NONCE_LEN];
        chance.fill(&mut nonce);
        let mut sealed = nonce.to_vec();
        let mut text = content.to_vec();
        self.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(slot), &mut text)
            .map_err(Problem::unexpected)?;
        sealed.append(&mut text);
        Ok(sealed)
    }

    /// Opens a slot.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when it was altered, or sealed for another slot or under another key.
    pub fn open(&self, slot: &str, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
        let broken = || Problem::unexpected("a sealed ballot does not open: it was altered or moved");
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut text = text.to_vec();
        let content = self.seal.open_in_place(nonce, Aad::from(slot), &mut text).map_err(|_| broken())?;
        Ok(content.to_vec())
    }
}

/// All keys of an installation.
pub struct Keyring {
    folder: PathBuf,
    ready: Mutex<HashMap<EvaluationId, Arc<Opened>>>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// Keys in that folder, which is made when the first is kept.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, ready: Mutex::new(HashMap::new()) }
    }

    fn path(&self, evaluation: EvaluationId) -> PathBuf {
        self.folder.join(format!("evaluation-{evaluation}.keys"))
    }

    fn known<T>(&self, f: impl FnOnce(&mut HashMap<EvaluationId, Arc<Opened>>) -> T) -> T {
        f(&mut self.ready.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps the keys of an evaluation. The file is there whole or not at all, and durable before anybody relies on it.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the file system fails.
    pub(crate) fn keep(&self, evaluation: EvaluationId, keys: &KeyFile) -> Result<(), Problem> {
        fs::create_dir_all(&self.folder).map_err(Problem::unexpected)?;
        fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700)).map_err(Problem::unexpected)?;
        let path = self.path(evaluation);
        let draft = path.with_extension("partial");
        let bytes = serde_json::to_vec(keys).map_err(Problem::unexpected)?;
        let written = (|| {
            let mut file =
                fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            sync(&self.folder)
        })();
        written.map_err(|error| Problem::unexpected(format!("{}: {error}", path.display())))
    }

    /// The evaluation of that number with its keys.
    ///
    /// # Errors
    /// [`Problem::Missing`] when it is not open, [`Problem::Refused`] when its keys are not on this machine.
    pub(crate) fn opened(&self, c: &mut Conn, evaluation: EvaluationId) -> Result<Arc<Opened>, Problem> {
        if let Some(opened) = self.known(|ready| ready.get(&evaluation).cloned()) {
            return Ok(opened);
        }
        let manifest = record::manifest(c, evaluation)?.ok_or(Problem::Missing)?;
        let boxes = crate::boxes::record::of_evaluation(c, evaluation)?;
        let boxes = boxes.into_iter().map(|one| (one.code, one.id.0)).collect();
        let opened = Arc::new(self.read(evaluation, manifest.bytes.as_bytes(), boxes)?);
        self.known(|ready| ready.insert(evaluation, Arc::clone(&opened)));
        Ok(opened)
    }

    /// The evaluation whose manifest has that hash, if it is in memory.
    pub(crate) fn by_manifest(&self, hash: &Hash) -> Option<Arc<Opened>> {
        self.known(|ready| ready.values().find(|opened| opened.electoral.hash() == *hash).cloned())
    }

    fn read(
        &self,
        evaluation: EvaluationId,
        manifest: &[u8],
        boxes: HashMap<String, i64>,
    ) -> Result<Opened, Problem> {
        let path = self.path(evaluation);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Problem::refused("ballots-keys-missing"));
            }
            Err(error) => return Err(Problem::unexpected(format!("{}: {error}", path.display()))),
        };
        let broken = || Problem::unexpected(format!("{}: the keys cannot be read", path.display()));
        let file: KeyFile = serde_json::from_slice(&bytes).map_err(|_| broken())?;
        let secret = |text: &str| from_base64url(text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let seal = secret(&file.seal).ok_or_else(broken)?;
        let board = secret(&file.board).and_then(|seed| BoardKey::from_seed(&seed)).ok_or_else(broken)?;
        let mut issuers = HashMap::new();
        for (code, key) in &file.issuers {
            let der = from_base64url(key).ok_or_else(broken)?;
            issuers.insert(code.clone(), IssuerKey::from_der(&der).map_err(|_| broken())?);
        }
        let electoral = Electoral::new(manifest).map_err(Problem::unexpected)?;
        if board.public() != electoral.manifest().board_key {
            return Err(broken());
        }
        Ok(Opened {
            electoral,
            board,
            boxes,
            issuers,
            seal: LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &seal).map_err(Problem::unexpected)?),
            slots: from_base64url(&file.slots).ok_or_else(broken)?,
            counts: Mutex::default(),
        })
    }

    /// Destroys the keys of an evaluation: overwritten, removed, and out of memory.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the file system fails; it may be tried again.
    pub(crate) fn destroy(&self, evaluation: EvaluationId) -> Result<(), Problem> {
        self.known(|ready| ready.remove(&evaluation));
        let path = self.path(evaluation);
        let destroyed = (|| {
            let length = match fs::metadata(&path) {
                Ok(found) => usize::try_from(found.len()).unwrap_or(0),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error),
            };
            let mut file = fs::OpenOptions::new().write(true).open(&path)?;
            file.write_all(&vec![0; length])?;
            file.sync_all()?;
            fs::remove_file(&path)?;
            sync(&self.folder)
        })();
        destroyed.map_err(|error| Problem::unexpected(format!("{}: {error}", path.display())))
    }
}

/// Makes the names in a folder durable.
fn sync(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// 32 fresh bytes in base64url.
pub(crate) fn fresh(chance: &dyn Chance) -> String {
    let mut bytes = [0; 32];
    chance.fill(&mut bytes);
    base64url(&bytes)
}
