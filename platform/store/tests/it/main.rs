//! The store on both databases.

mod sample;
mod writes;
