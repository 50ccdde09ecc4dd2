//! The yearly appraisal (晋位升级) from workbooks to a published ranking. See `README.md`.

pub mod ranked;
pub mod workbooks;

use web::Texts;

/// Words of the appraisal.
pub const TEXTS: Texts = Texts {
    part: "appraisal",
    zh: include_str!("../locales/zh-CN.ftl"),
    en: include_str!("../locales/en.ftl"),
};
