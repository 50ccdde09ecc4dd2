//! Pages and programs meet the house here: routes that carry an act, sessions, one handler with several faces, problem
//! pages, the shell and its components. See `README.md`.

mod access;
mod acting;
mod answer;
mod assets;
mod background;
mod calendar;
mod cookies;
mod domain;
mod http;
mod input;
mod memo;
mod paper;
mod qr;
mod quiet;
mod routes;
mod scene;
mod sealing;
mod second_factor;
mod session;
mod signer;
mod site;
mod tokens;
mod words;

pub mod accounts;
pub mod enclosures;
pub mod form;
pub mod history;
pub mod links;
pub mod openapi;
pub mod workdays;

pub use access::domain as house;
pub use answer::{Done, Download, Either, Face, Page, Redirect, Rejection, Shown, View};
pub use background::{Background, start_background};
pub use domain::{
    Agenda, Bell, Briefs, Domain, Finds, Growth, Hit, MayLink, MenuItem, Occasion, RecordBrief, RecordKind,
    Search, Tile, Tiles, Todo, Todos, Visitor,
};
pub use http::router;
pub use input::{File, Pairs, blank_is_none, parsed};
pub use kernel::{Open, SignedIn};
pub use memo::Memo;
pub use paper::PaperView;
pub use qr::qr_picture;
pub use quiet::{Quiet, QuietAnswer};
pub use routes::{FORM_LIMIT, Route, Routes, UPLOAD_LIMIT};
pub use scene::{Look, Reading, Scene, Writing};
pub use sealing::SealingKey;
pub use signer::signer;
pub use site::{PaperWriter, Parts, Settings, SheetWriter, Site};
pub use words::{Lang, Texts, Wordbook, Words};
pub use workdays::read as workdays;

/// Words of the platform itself.
pub const TEXTS: Texts = Texts {
    part: "web",
    zh: concat!(
        include_str!("../locales/zh-CN.ftl"),
        "\n",
        include_str!("../locales/house.zh-CN.ftl"),
        "\n",
        include_str!("../locales/papers.zh-CN.ftl"),
        "\n",
        include_str!("../locales/desk.zh-CN.ftl"),
        "\n",
        include_str!("../locales/security.zh-CN.ftl"),
        "\n",
        include_str!("../locales/links.zh-CN.ftl"),
    ),
    en: concat!(
        include_str!("../locales/en.ftl"),
        "\n",
        include_str!("../locales/house.en.ftl"),
        "\n",
        include_str!("../locales/papers.en.ftl"),
        "\n",
        include_str!("../locales/desk.en.ftl"),
        "\n",
        include_str!("../locales/security.en.ftl"),
        "\n",
        include_str!("../locales/links.en.ftl"),
    ),
};

/// Every SQL statement of the platform's pages, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    let parts = [
        session::STATEMENTS,
        memo::STATEMENTS,
        workdays::STATEMENTS,
        second_factor::STATEMENTS,
        tokens::STATEMENTS,
        acting::STATEMENTS,
    ];
    [accounts::statements(), parts.concat()].concat()
}
