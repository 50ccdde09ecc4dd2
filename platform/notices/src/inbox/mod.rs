//! The inbox: what an account was told, unread first. Each sees only their own.

mod pages;
mod record;

use kernel::SignedIn;
use web::Routes;

pub(crate) use record::{Kept, STATEMENTS, unread};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/notices", SignedIn, pages::list)
        .post("/notices/reading", SignedIn, pages::read_all)
        .post("/notices/{id}/opening", SignedIn, pages::open)
        .sample("/notices/1/opening")
        .post("/notices/{id}/reading", SignedIn, pages::read)
        .sample("/notices/1/reading")
}
