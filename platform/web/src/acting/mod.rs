//! Acting for somebody (代理): whoever holds a role asks another account to act for them on named days. While it does,
//! it has their roles and none of its own, every page says so, and every row of the trail names both.

mod actions;
mod log;
mod pages;
mod record;

use crate::routes::Routes;

pub(crate) use actions::lent;
pub(crate) use pages::{Line, admin_lines};
pub(crate) use record::{Running, STATEMENTS, running};

pub(crate) fn routes() -> Routes {
    pages::routes().and(log::routes())
}
