//! The pages of imports: a file is sent, shown with everything that is wrong or odd about it, and applied.

mod apply;
mod files;
mod form;
mod list;
mod show;
mod sight;

pub(crate) use apply::jobs;

use schemars::JsonSchema;
use serde::Deserialize;
use web::{Reading, Routes, Writing};

use super::ImportRoster;
use crate::identity::IdentityKey;

/// An import, by its number.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
struct One {
    /// Its number.
    id: i64,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// The routes of imports. Identity numbers and kept files are sealed with that key.
pub(crate) fn routes(key: &IdentityKey) -> Routes {
    let keys: [IdentityKey; 5] = std::array::from_fn(|_| key.clone());
    let [upload, show, apply, original, errors] = keys;
    Routes::new()
        .get("/imports", ImportRoster, list::list)
        .get("/imports/new", ImportRoster, form::form)
        .upload("/imports", ImportRoster, move |cx: &mut Writing<'_, ImportRoster>, input, files| {
            form::upload(cx, &upload, input, files)
        })
        .get("/imports/templates/{roster}", ImportRoster, files::template)
        .sample("/imports/templates/cadres")
        .get("/imports/{id}", ImportRoster, move |cx: &mut Reading<'_, ImportRoster>, input| {
            show::show(cx, &show, input)
        })
        .sample("/imports/1")
        .post("/imports/{id}/mapping", ImportRoster, show::map)
        .sample("/imports/1/mapping")
        .post("/imports/{id}/application", ImportRoster, move |cx: &mut Writing<'_, ImportRoster>, input| {
            apply::apply(cx, &apply, input)
        })
        .sample("/imports/1/application")
        .post("/imports/{id}/disposal", ImportRoster, apply::discard)
        .sample("/imports/1/disposal")
        .post("/imports/{id}/reversal", ImportRoster, apply::undo)
        .sample("/imports/1/reversal")
        .get("/imports/{id}/original", ImportRoster, move |cx: &mut Reading<'_, ImportRoster>, input| {
            files::original(cx, &original, input)
        })
        .sample("/imports/1/original")
        .get("/imports/{id}/errors", ImportRoster, move |cx: &mut Reading<'_, ImportRoster>, input| {
            files::errors(cx, &errors, input)
        })
        .sample("/imports/1/errors")
}
