//! Plans and measures through the site, on both databases.
#![cfg(test)]

mod key_work;
mod reports;
mod reviews;
mod year_house;
mod desk;
mod facts;
mod house;
mod imports;
mod lists;
mod plans;
mod reminders;
mod sample;
mod setting;
mod work;
