//! A sheet filled in as a workbook and brought in: looked through first, taken when confirmed, all or nothing. By the
//! reviewer, or by the office for somebody who marks on paper.

pub(crate) mod actions;
mod pages;
mod receive;
pub(crate) mod record;

use web::Routes;

use crate::policy::{ManagePanel, MarkOrganisations};

pub(crate) use receive::look_through;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/marking/{category}/uploads/new", MarkOrganisations, receive::form)
        .sample("/cycles/3/marking/1/uploads/new")
        .upload("/cycles/{id}/marking/{category}/uploads", MarkOrganisations, receive::own_upload)
        .sample("/cycles/3/marking/1/uploads")
        .get("/marking/uploads/{upload}", MarkOrganisations, pages::own_upload)
        .sample("/marking/uploads/1")
        .get("/marking/uploads/{upload}/file", MarkOrganisations, pages::own_file)
        .sample("/marking/uploads/1/file")
        .post("/marking/uploads/{upload}/confirmation", MarkOrganisations, pages::confirm_own)
        .sample("/marking/uploads/1/confirmation")
        .upload(
            "/cycles/{id}/panel/{reviewer}/sheets/{category}/uploads",
            ManagePanel,
            receive::office_upload,
        )
        .sample("/cycles/3/panel/7/sheets/1/uploads")
        .get("/panel/uploads/{upload}", ManagePanel, pages::office_upload)
        .sample("/panel/uploads/2")
        .get("/panel/uploads/{upload}/file", ManagePanel, pages::office_file)
        .sample("/panel/uploads/2/file")
        .post("/panel/uploads/{upload}/confirmation", ManagePanel, pages::confirm_office)
        .sample("/panel/uploads/2/confirmation")
}
