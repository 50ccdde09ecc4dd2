//! Fuzz targets: everything that reads bytes from outside is fed valid examples with bytes flipped, cut, doubled and put in. Each
//! reading ends in a value or an error, and what is accepted holds. `PROPTEST_CASES` says how long: a hundred thousand cases
//! overnight, few in the usual run.

use std::sync::OnceLock;

use ballot::{Board, BoardFault, Bundle, Cast, Electoral, Hash, IssuerKey, Manifest, VerifyingKey};
use proptest::prelude::*;

use crate::bundles::bundle;
use crate::house::{chosen, house, said};

/// A change to a text of bytes: where (in thousandths of its length), what, and with what.
#[derive(Debug, Clone)]
enum Change {
    Put(usize, u8),
    Flip(usize, u8),
    Cut(usize, usize),
    Double(usize, usize),
    Insert(usize, Vec<u8>),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let pieces = prop::sample::select(vec![
        b"\"".to_vec(),
        b"{".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"-1".to_vec(),
        b"99999999999999999999".to_vec(),
        b"\\u0000".to_vec(),
        vec![0xff],
        vec![0],
        b",\"more\":1".to_vec(),
    ]);
    let one = prop_oneof![
        (0..1000usize, any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (0..1000usize, 0..8u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (0..1000usize, 1..40usize).prop_map(|(at, n)| Change::Cut(at, n)),
        (0..1000usize, 1..40usize).prop_map(|(at, n)| Change::Double(at, n)),
        (0..1000usize, pieces).prop_map(|(at, piece)| Change::Insert(at, piece)),
    ];
    prop::collection::vec(one, 1..5)
}

fn changed(seed: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for change in changes {
        let place = |at: &usize| at * bytes.len() / 1000;
        match change {
            Change::Put(at, byte) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|there| *there = *byte);
            }
            Change::Flip(at, bit) => {
                let at = place(at);
                bytes.get_mut(at).into_iter().for_each(|there| *there ^= 1 << bit);
            }
            Change::Cut(at, n) => {
                let at = place(at);
                bytes.drain(at..(at + n).min(bytes.len()));
            }
            Change::Double(at, n) => {
                let at = place(at);
                let piece = bytes[at..(at + n).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            Change::Insert(at, piece) => {
                let at = place(at);
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}

proptest! {
    /// A ballot as it is sent. Only one that is the same ballot in another spelling is taken.
    #[test]
    fn a_ballot(changes in changes()) {
        let house = house();
        static GOOD: OnceLock<Cast> = OnceLock::new();
        let good = GOOD.get_or_init(|| {
            let answers = [chosen("mass", "good"), said("words", "会议要短", 4)];
            house.cast(0, &house.credential(0, 91), 1, &answers)
        });
        let sent = changed(&serde_json::to_vec(good).unwrap(), &changes);
        if let Ok(cast) = Cast::parse(&sent) && let Ok(checked) = house.electoral.check(&cast) {
            prop_assert_eq!(checked.leaf, house.electoral.check(good).unwrap().leaf);
        }
    }

    /// A manifest. One that was changed has another hash, whatever it says.
    #[test]
    fn a_manifest(changes in changes()) {
        let house = house();
        let bytes = changed(&house.bytes, &changes);
        if let Ok((manifest, hash)) = Manifest::parse(&bytes) {
            prop_assert_eq!(hash == house.hash(), bytes == house.bytes);
            prop_assert!(Electoral::new(&bytes).is_ok());
            prop_assert!(manifest.boxes.iter().all(|one| manifest.box_of(&one.code).is_some()));
        }
    }

    /// A board. One that checks is the one that was signed.
    #[test]
    fn a_board(changes in changes()) {
        let (house, seed) = (house(), bundle().board);
        let bytes = changed(&seed, &changes);
        if let Ok(board) = serde_json::from_slice::<Board>(&bytes) {
            let said = board.check(house.electoral.manifest(), &house.hash());
            let signed: Board = serde_json::from_slice(&seed).unwrap();
            match said {
                // The day of closing is told and not signed.
                Ok(()) => prop_assert_eq!(board.boxes, signed.boxes),
                Err(BoardFault::Signature) => prop_assert!(board.signature != signed.signature || board.root != signed.root),
                Err(_) => {}
            }
        }
    }

    /// A bundle, in each of its parts. A recount that holds counts the same.
    #[test]
    fn a_bundle(changes in changes(), part in 0..6usize) {
        let good = bundle();
        let mut bad = good.clone();
        let parts = [&mut bad.manifest, &mut bad.manifest_signature, &mut bad.board, &mut bad.ballots, &mut bad.texts, &mut bad.tallies];
        for (at, bytes) in parts.into_iter().enumerate() {
            if at == part {
                *bytes = changed(bytes, &changes);
            }
        }
        let report = bad.verify();
        if report.holds() {
            prop_assert_eq!(report.tallies, good.verify().tallies);
        }
    }

    /// What an issuer is asked to sign, and keys from files.
    #[test]
    fn keys_and_blinded_messages(bytes in prop::collection::vec(any::<u8>(), 0..500), changes in changes()) {
        let house = house();
        prop_assert!(house.issuers[0].blind_sign(&bytes).is_err() || bytes.len() == 384);
        let der = changed(&house.issuers[0].to_der().unwrap(), &changes);
        let _ = IssuerKey::from_der(&der);
        let public = changed(&house.issuers[0].public_der().unwrap(), &changes);
        let _ = VerifyingKey::from_der(&public);
        let text = String::from_utf8_lossy(&bytes);
        if let Some(hash) = Hash::parse(&text) {
            prop_assert_eq!(hash.to_string(), text);
        }
    }
}

#[test]
fn an_empty_bundle_is_no_bundle() {
    assert!(!Bundle::default().verify().holds());
}
