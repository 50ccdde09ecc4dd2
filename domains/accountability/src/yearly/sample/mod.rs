//! The yearly part of the sample organ: a leading group with meetings, key work, reports and reviews. Everything goes through
//! the same actions as the pages use, in the name of the sample's own accounts. Persons are invented.

mod group;
mod reports;
mod reviews;
mod work;

use kernel::access::MachineActor;
use kernel::contracts::OrgBrief;
use kernel::{Act, Actor, Day, Permit, Problem, UserId};
use store::{Conn, Db, Tx};
use web::enclosures::Enclosure;

use crate::bodies::Bodies;
use crate::sources::Sources;

/// Accounts of the sample organ in whose name things are done.
#[derive(Debug, Clone, Copy)]
pub struct YearPeople {
    /// The committee's office.
    pub admin: UserId,
    /// The committee's secretary.
    pub secretary: UserId,
    /// A member of the committee.
    pub member: UserId,
    /// The secretary of the first appraised body.
    pub of_a_body: UserId,
}

/// A paper of one page.
const PAGE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Writes in somebody's name.
struct Hand<'a> {
    db: &'a Db,
    machine: &'a MachineActor,
}

impl Hand<'_> {
    fn write<A: Act, T: Send + 'static>(
        &self,
        user: UserId,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.db.write(&Permit::<A>::on_the_machine(self.machine.clone()), move |tx| {
            tx.act_as(Actor::User(user));
            f(tx)
        })
    }
}

fn day(year: i16, month: i8, day: i8) -> Result<Day, Problem> {
    Day::new(year, month, day).map_err(Problem::unexpected)
}

fn page(name: &str) -> Vec<Enclosure> {
    vec![Enclosure { name: format!("{name}.pdf"), mime: "application/pdf", bytes: PAGE.to_vec() }]
}

/// Sets up a leading group with three meetings, the key work of 2015, two reports on the plan in force, and the reviews of
/// 2014 and 2015. Without appraised bodies there is nothing to do.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails; a refusal would be a fault of this function.
pub fn sample_year(
    db: &Db,
    machine: &MachineActor,
    sources: &Sources,
    people: YearPeople,
) -> Result<(), Problem> {
    let hand = Hand { db, machine };
    let bodies = Bodies(sources.directory.clone());
    let today = db.clock().now().day();
    let asking = bodies.clone();
    let (offered, appraised) =
        db.read(move |c: &mut Conn| Ok((asking.offered(c, today)?, asking.0.appraised_on(c, today)?)))?;
    let Some(first) = offered.first().cloned() else { return Ok(()) };
    let decision = group::sample(&hand, people, &first, &appraised)?;
    work::sample(&hand, people, &first, &appraised, decision)?;
    reports::sample(&hand, people, &bodies, &appraised)?;
    reviews::sample(&hand, people, &bodies, &appraised)
}

/// The body at a place of the list; the first where there are fewer.
fn at<'a>(first: &'a OrgBrief, bodies: &'a [OrgBrief], place: usize) -> &'a OrgBrief {
    bodies.get(place).unwrap_or(first)
}
