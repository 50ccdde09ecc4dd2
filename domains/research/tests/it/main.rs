//! Research from outside: visits taken down, findings handed out, answered, closed and merged, projects carried out.
#![cfg(test)]

mod findings;
mod house;
mod projects;
mod visits;
