//! Thresholds and terms: sensible defaults that an office may change, each shown where it takes effect.

mod pages;

use kernel::{Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Tx};
use web::Routes;

use crate::policy::{ReadChecks, SetParameters};

macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident = $default:literal in $least:literal..=$most:literal),+ $(,)?) => {
        /// The thresholds in force.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
        pub struct Parameters { $($(#[$doc])* pub $name: i64),+ }

        impl Default for Parameters {
            fn default() -> Self {
                Self { $($name: $default),+ }
            }
        }

        impl Parameters {
            /// Every one: its name, the amount in force, its default, the least and the most it may be.
            pub fn all(&self) -> Vec<(&'static str, i64, i64, i64, i64)> {
                vec![$((stringify!($name), self.$name, $default, $least, $most)),+]
            }

            fn set(&mut self, name: &str, amount: i64) {
                match name {
                    $(stringify!($name) => self.$name = amount,)+
                    // One that a later version has given up.
                    _ => {}
                }
            }
        }
    };
}

parameters! {
    /// Full members that a branch needs at least.
    branch_members = 3 in 1..=20,
    /// Full members from which a branch has a committee.
    branch_committee_from = 7 in 1..=50,
    /// Members beyond which a branch should be split.
    branch_members_most = 50 in 10..=500,
    /// Members from which there is a general branch.
    general_branch_from = 50 in 1..=1000,
    /// Members from which there is a committee.
    committee_from = 100 in 1..=5000,
    /// Years of a committee's term of office.
    committee_term_years = 5 in 1..=10,
    /// Years of the term of office of a branch or general branch.
    branch_term_years = 3 in 1..=10,
    /// Months before an election in which it is announced.
    election_notice_months = 6 in 1..=24,
    /// Members from which a department has a full-time deputy secretary.
    full_time_deputy_from = 100 in 1..=5000,
    /// Least share of full-time cadres, in thousandths of the staff.
    full_time_share_least = 10 in 0..=1000,
    /// Usual upper end of that share, in thousandths of the staff.
    full_time_share_most = 20 in 0..=1000,
    /// Age at which one can join the Party.
    joining_age = 18 in 16..=30,
    /// Age beyond which a date of birth is doubted.
    oldest_age = 100 in 60..=130,
}

const ALL: &str = "SELECT name, amount FROM organisation_parameters ORDER BY name";
const SET: &str = "INSERT INTO organisation_parameters (name, amount) VALUES ($1, $2) \
     ON CONFLICT (name) DO UPDATE SET amount = excluded.amount";

pub(crate) fn statements() -> Vec<&'static str> {
    vec![ALL, SET]
}

/// The thresholds in force.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn read(c: &mut Conn) -> Result<Parameters, Problem> {
    let mut parameters = Parameters::default();
    for (name, amount) in c.all(ALL, &[], |r| Ok((r.get::<String>(0)?, r.get(1)?)))? {
        parameters.set(&name, amount);
    }
    Ok(parameters)
}

/// Sets them all.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn write(tx: &mut Tx, after: &Parameters) -> Result<(), Problem> {
    let before = read(tx)?;
    for (name, amount, ..) in after.all() {
        tx.run(SET, &[&name, &amount])?;
    }
    tx.note(&RecordRef::new("organisation_parameters", 0), Some(&before), Some(after))?;
    Ok(())
}

pub(crate) fn routes() -> Routes {
    Routes::new().get("/organisations/parameters", ReadChecks, pages::show).post(
        "/organisations/parameters",
        SetParameters,
        pages::set,
    )
}
