//! A small evaluation: two organisations, members and staff.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ballot::voter::{self, Credential};
use ballot::{
    Answer, BoardKey, BoxOfManifest, Cast, Choice, Electoral, Form, GroupOfManifest, Hash, IssuerKey, Kind,
    Manifest, OrganisationOfManifest, Question, Window, roster_hash,
};

/// Unpredictable enough for tests, and the same each time.
pub(crate) fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |bytes| {
        for byte in bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            *byte = u8::try_from(state >> 56).unwrap();
        }
    }
}

pub(crate) struct House {
    pub(crate) issuers: Vec<IssuerKey>,
    pub(crate) board: BoardKey,
    pub(crate) bytes: Vec<u8>,
    pub(crate) electoral: Electoral,
}

fn choice(code: &str, name: &str) -> Choice {
    Choice { code: code.into(), name: name.into() }
}

pub(crate) fn form() -> Form {
    let choices =
        vec![choice("good", "好"), choice("fair", "较好"), choice("poor", "差"), choice("unknown", "不了解")];
    Form {
        questions: vec![
            Question {
                code: "mass".into(),
                text: "总体评价".into(),
                kind: Kind::Choice,
                required: true,
                scored: true,
                choices: choices.clone(),
                limit: None,
            },
            Question {
                code: "team".into(),
                text: "领导班子".into(),
                kind: Kind::Choice,
                required: false,
                scored: false,
                choices,
                limit: None,
            },
            Question {
                code: "words".into(),
                text: "意见建议".into(),
                kind: Kind::Text,
                required: false,
                scored: false,
                choices: Vec::new(),
                limit: Some(40),
            },
        ],
    }
}

/// The manifest over given keys.
pub(crate) fn manifest(board: &BoardKey, keys: &[IssuerKey]) -> Manifest {
    let codes = [("001", "members"), ("001", "staff"), ("002", "members"), ("002", "staff")];
    let boxes = codes.iter().zip(keys).map(|((org, group), key)| {
        let code = format!("{org}-{group}");
        BoxOfManifest {
            roster: 3,
            roster_hash: roster_hash(&code, &[5; 32], ["1:甲", "2:乙", "3:丙"]),
            issuer_key: key.public_der().unwrap(),
            organisation: OrganisationOfManifest {
                code: (*org).into(),
                name: format!("第{org}党支部"),
                category: "综合管理类".into(),
            },
            group: GroupOfManifest { code: (*group).into(), name: (*group).into() },
            code,
        }
    });
    let window = Window { from: "2015-12-01T09:00".into(), until: "2015-12-10T18:00".into() };
    Manifest {
        version: 1,
        evaluation: 3,
        title: "2015年度群众评价".into(),
        year: 2015,
        organ: "机关党委".into(),
        issuing: window.clone(),
        casting: window,
        minimum: 5,
        minimum_text: 10,
        step: 10,
        board_key: board.public(),
        forms: BTreeMap::from([("members".into(), form()), ("staff".into(), form())]),
        boxes: boxes.collect(),
    }
}

/// One evaluation for all tests: its keys take a while to make.
pub(crate) fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let mut fill = chance(7);
        let issuers: Vec<IssuerKey> = (0..4).map(|_| IssuerKey::generate(&mut fill).unwrap()).collect();
        let board = BoardKey::from_seed(&BoardKey::new_seed(&mut fill)).unwrap();
        let bytes = manifest(&board, &issuers).to_bytes().unwrap();
        let electoral = Electoral::new(&bytes).unwrap();
        House { issuers, board, bytes, electoral }
    })
}

impl House {
    pub(crate) fn hash(&self) -> Hash {
        self.electoral.hash()
    }

    /// A credential for the box at that place.
    pub(crate) fn credential(&self, at: usize, seed: u64) -> Credential {
        let mut fill = chance(seed);
        let request = voter::ask(&self.electoral.manifest().boxes[at].issuer_key, &mut fill).unwrap();
        let answer = self.issuers[at].blind_sign(request.blinded()).unwrap();
        request.finish(&answer).unwrap()
    }

    /// A ballot in the box at that place.
    pub(crate) fn cast(&self, at: usize, credential: &Credential, revision: u32, answers: &[Answer]) -> Cast {
        let code = &self.electoral.manifest().boxes[at].code;
        credential.cast(&self.hash(), code, &form(), revision, answers).unwrap()
    }
}

pub(crate) fn chosen(question: &str, choice: &str) -> Answer {
    Answer {
        question: question.into(),
        choice: Some(choice.into()),
        text: None,
        salt: None,
        commitment: None,
    }
}

pub(crate) fn said(question: &str, text: &str, salt: u8) -> Answer {
    Answer {
        question: question.into(),
        choice: None,
        text: Some(text.into()),
        salt: Some(ballot::base64url(&[salt; 32])),
        commitment: None,
    }
}
