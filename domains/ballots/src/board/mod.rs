//! What everybody may see: manifest, printed notice, board, and whether a ballot stands on it.

mod files;
mod notice;
mod receipt;
mod show;

use web::{Open, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/evaluations/{id}/manifest.json", Open, files::manifest)
        .sample("/evaluations/1/manifest.json")
        .get("/evaluations/{id}/board.json", Open, files::board)
        .sample("/evaluations/1/board.json")
        .get("/evaluations/{id}/notice", Open, notice::show)
        .sample("/evaluations/1/notice")
        .get("/evaluations/{id}/board", Open, show::show)
        .sample("/evaluations/1/board")
        .get("/evaluations/{id}/receipt", Open, receipt::show)
        .sample("/evaluations/1/receipt")
}
