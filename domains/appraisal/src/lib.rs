//! The yearly appraisal (晋位升级) from workbooks to a published ranking. See `README.md`.

pub mod workbooks;
