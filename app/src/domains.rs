//! The list of domains. A new one is one line here.

use web::{Domain, Texts};

use crate::secrets::Secrets;

/// Every domain of the product, in the order of the menu.
pub fn all(secrets: &Secrets) -> Vec<Domain> {
    vec![web::house(), organisation::domain(&secrets.identity()), appraisal::domain(), consequences::domain()]
}

/// Words of the office formats, which have no pages of their own.
pub const OFFICE: Texts = Texts {
    part: "office",
    zh: include_str!("../../platform/office/locales/zh-CN.ftl"),
    en: include_str!("../../platform/office/locales/en.ftl"),
};
