//! Plans, measures and the work of a year through the site, on both databases.
#![cfg(test)]

mod desk;
mod facts;
mod house;
mod imports;
mod key_work;
mod lists;
mod plans;
mod reminders;
mod reports;
mod reviews;
mod sample;
mod setting;
mod work;
mod year_house;
