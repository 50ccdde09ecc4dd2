//! The voters' side: taking, filling in and casting as a browser does it.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{Request, header};
use ballot::voter::{self, Credential};
use ballot::{Answer, Cast};

use crate::house::{House, Reply, Somebody};

impl House {
    /// Asks for a credential with that blinded message.
    pub fn ask_for(&self, id: i64, who: &Somebody, box_code: &str, blinded: &[u8]) -> Reply {
        let body = serde_json::json!({
            "box": box_code, "blinded": ballot::base64url(blinded), "holder": who.holder,
        });
        let request = Request::post(format!("/evaluations/{id}/credentials"))
            .header(header::COOKIE, &who.cookie)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json");
        self.ask(request, body.to_string().into_bytes())
    }

    /// Takes a ballot as a browser does.
    pub fn take(&self, id: i64, who: &Somebody, box_code: &str) -> Credential {
        let (manifest, _) = self.manifest(id);
        let (place, _) = manifest.box_of(box_code).unwrap();
        let request = voter::ask(&place.issuer_key, &mut fill).unwrap();
        let reply = self.ask_for(id, who, box_code, request.blinded());
        assert_eq!(reply.status, 200, "{}", reply.text());
        let answer = ballot::from_base64url(reply.json()["blind_signature"].as_str().unwrap()).unwrap();
        request.finish(&answer).unwrap()
    }

    /// A signed ballot.
    pub fn fill_in(
        &self,
        id: i64,
        box_code: &str,
        credential: &Credential,
        revision: u32,
        answers: &[Answer],
    ) -> Cast {
        let (manifest, hash) = self.manifest(id);
        let (_, form) = manifest.box_of(box_code).unwrap();
        credential.cast(&hash, box_code, form, revision, answers).unwrap()
    }

    /// Casts a ballot, as nobody.
    pub fn cast(&self, cast: &Cast) -> Reply {
        self.cast_bytes(&serde_json::to_vec(cast).unwrap())
    }

    pub fn cast_bytes(&self, body: &[u8]) -> Reply {
        let request = Request::post("/ballots").header(header::CONTENT_TYPE, "application/json");
        self.ask(request, body.to_vec())
    }

    /// Takes and casts at once; gives the leaf.
    pub fn vote(&self, id: i64, person: i64, box_code: &str, choice: &str, words: &str) -> String {
        let who = self.voter(person, id);
        let credential = self.take(id, &who, box_code);
        let mut answers = vec![chosen("mass", choice)];
        if !words.is_empty() {
            answers.push(said("own-1", words));
        }
        let reply = self.cast(&self.fill_in(id, box_code, &credential, 1, &answers));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["leaf"].as_str().unwrap().to_owned()
    }
}

static DRAWN: AtomicU64 = AtomicU64::new(1 << 50);

/// Randomness of the voters.
pub fn fill(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let n = DRAWN.fetch_add(1, Ordering::Relaxed);
        chunk.copy_from_slice(&ballot::sha256(&n.to_be_bytes()).0[..chunk.len()]);
    }
}

pub fn chosen(question: &str, choice: &str) -> Answer {
    Answer {
        question: question.into(),
        choice: Some(choice.into()),
        text: None,
        salt: None,
        commitment: None,
    }
}

pub fn said(question: &str, text: &str) -> Answer {
    let mut salt = [0; 32];
    fill(&mut salt);
    Answer {
        question: question.into(),
        choice: None,
        text: Some(text.into()),
        salt: Some(ballot::base64url(&salt)),
        commitment: None,
    }
}
