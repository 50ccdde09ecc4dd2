//! Plans and measures through the site, on both databases.
#![cfg(test)]

mod key_work;
mod reports;
mod reviews;
mod year_house;
