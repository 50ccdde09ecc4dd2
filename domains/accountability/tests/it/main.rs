//! Plans and measures through the site, on both databases.
#![cfg(test)]

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
