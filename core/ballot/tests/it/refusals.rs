//! What is refused, and why. Each test names the defence that it would miss.

use std::sync::OnceLock;

use ballot::voter::{self, expected};
use ballot::{Answer, Cast, Electoral, Manifest, Refusal, sha256};
use proptest::prelude::*;

use crate::house::{chance, chosen, form, house, manifest, said};

fn refused(cast: &Cast) -> Refusal {
    house().electoral.check(cast).unwrap_err()
}

/// Replay to another box: the issuing key is the binding.
#[test]
fn a_credential_of_one_box_opens_no_other() {
    let house = house();
    let credential = house.credential(0, 31);
    for at in 1..4 {
        let cast = house.cast(at, &credential, 1, &[chosen("mass", "good")]);
        assert_eq!(refused(&cast), Refusal::BadCredential);
    }
    // Nor does a signed ballot that is put into another box.
    let mut moved = house.cast(0, &credential, 1, &[chosen("mass", "good")]);
    moved.box_code = "001-staff".into();
    assert_eq!(refused(&moved), Refusal::BadSignature);
    moved.box_code = "009-members".into();
    assert_eq!(refused(&moved), Refusal::UnknownBox);
}

/// Replay to another evaluation: its manifest has another hash and other keys.
#[test]
fn a_ballot_of_one_evaluation_is_nothing_in_another() {
    let house = house();
    let mut other = manifest(&house.board, &house.issuers);
    other.evaluation = 4;
    let other = Electoral::new(&other.to_bytes().unwrap()).unwrap();
    let mut cast = house.cast(0, &house.credential(0, 32), 1, &[chosen("mass", "good")]);
    assert_eq!(other.check(&cast).unwrap_err(), Refusal::UnknownManifest);
    // Even where somebody reused the issuing keys, the ballot itself is bound to its manifest.
    cast.manifest = other.hash();
    assert_eq!(other.check(&cast).unwrap_err(), Refusal::BadSignature);
}

/// A manifest that is not the expected one stops the client before it blinds; two boxes never share a key.
#[test]
fn another_manifest_and_shared_keys_are_refused() {
    let house = house();
    assert!(expected(&house.bytes, &house.hash()).is_some());
    let mut swapped = manifest(&house.board, &house.issuers);
    let key = swapped.boxes[1].issuer_key.clone();
    swapped.boxes[0].issuer_key = house.issuers[3].public_der().unwrap();
    swapped.boxes[3].issuer_key = house.issuers[0].public_der().unwrap();
    assert!(expected(&swapped.to_bytes().unwrap(), &house.hash()).is_none());
    swapped.boxes[0].issuer_key = key;
    assert!(swapped.to_bytes().unwrap_err().0.contains("shares its issuing key"));
    assert!(Manifest::parse(b"{}").is_err());
}

/// An answer of the issuer by another key is noticed before anything is cast.
#[test]
fn an_answer_by_another_key_is_noticed() {
    let house = house();
    let request = voter::ask(&house.electoral.manifest().boxes[0].issuer_key, &mut chance(33)).unwrap();
    let answer = house.issuers[1].blind_sign(request.blinded());
    assert!(answer.is_err() || request.finish(&answer.unwrap()).is_err());
}

#[test]
fn the_issuer_answers_alike_and_refuses_what_does_not_fit() {
    let house = house();
    let request = voter::ask(&house.electoral.manifest().boxes[0].issuer_key, &mut chance(34)).unwrap();
    let once = house.issuers[0].blind_sign(request.blinded()).unwrap();
    assert_eq!(house.issuers[0].blind_sign(request.blinded()).unwrap(), once);
    for wrong in [vec![], vec![1; 383], vec![1; 385], vec![255; 384]] {
        assert!(house.issuers[0].blind_sign(&wrong).is_err());
    }
}

#[test]
fn answers_must_fit_the_form() {
    let house = house();
    let credential = house.credential(0, 35);
    let cast = |answers: &[Answer]| credential.cast(&house.hash(), "001-members", &form(), 1, answers);
    assert!(cast(&[]).is_none(), "the required question is blank");
    assert!(cast(&[chosen("mass", "splendid")]).is_none());
    assert!(cast(&[chosen("mass", "good"), chosen("mass", "poor")]).is_none());
    assert!(cast(&[chosen("mass", "good"), chosen("other", "good")]).is_none());
    assert!(cast(&[chosen("mass", "good"), said("words", &"长".repeat(41), 1)]).is_none());
    assert!(cast(&[chosen("mass", "good"), said("words", "  ", 1)]).is_none());
    let mut both = said("words", "好", 1);
    both.choice = Some("good".into());
    assert!(cast(&[chosen("mass", "good"), both]).is_none());
    let mut first = cast(&[chosen("mass", "good")]).unwrap();
    first.revision = 0;
    assert_eq!(refused(&first), Refusal::WrongForm);
}

/// A ballot that was altered in storage no longer bears its signature.
#[test]
fn every_altered_part_is_noticed() {
    let house = house();
    let good = house.cast(0, &house.credential(0, 36), 1, &[chosen("mass", "good"), said("words", "好", 1)]);
    let kept = house.electoral.check(&good).unwrap().ballot;
    let alter = |change: fn(&mut Cast)| {
        let mut cast = kept.clone();
        change(&mut cast);
        refused(&cast)
    };
    assert_eq!(alter(|c| c.answers[0].choice = Some("poor".into())), Refusal::BadSignature);
    assert_eq!(alter(|c| c.answers[1].commitment = Some(sha256(b"x"))), Refusal::BadSignature);
    assert_eq!(alter(|c| c.revision = 2), Refusal::BadSignature);
    assert_eq!(alter(|c| c.key[0] ^= 1), Refusal::BadSignature);
    assert_eq!(alter(|c| c.signature[0] ^= 1), Refusal::BadSignature);
    assert_eq!(alter(|c| c.randomizer[0] ^= 1), Refusal::BadCredential);
    assert_eq!(alter(|c| c.issuer_signature[5] ^= 1), Refusal::BadCredential);
}

/// Wrong padding: any number below the modulus is a well-formed signature and not a valid one.
#[test]
fn signatures_out_of_thin_air_are_refused() {
    let house = house();
    let mut cast = house.cast(0, &house.credential(0, 37), 1, &[chosen("mass", "good")]);
    for filling in [[0u8; 384], [1; 384], [255; 384]] {
        cast.issuer_signature = filling;
        assert_eq!(refused(&cast), Refusal::BadCredential);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever comes in, reading it ends in a ballot or an error, and no key of small order or other point that is none signs
    /// anything.
    #[test]
    fn rubbish_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), at in 0usize..2000, to in any::<u8>()) {
        prop_assert!(Cast::parse(&bytes).is_err());
        let house = house();
        static GOOD: OnceLock<Cast> = OnceLock::new();
        let good = GOOD.get_or_init(|| house.cast(0, &house.credential(0, 38), 1, &[chosen("mass", "good")]));
        let mut sent = serde_json::to_vec(good).unwrap();
        let at = at % sent.len();
        let before = sent[at];
        sent[at] = to;
        if let Ok(cast) = Cast::parse(&sent) && cast != *good {
            prop_assert!(house.electoral.check(&cast).is_err(), "byte {} from {} to {}", at, before, to);
        }
    }
}
