//! What is to be done by when, and what happens in the year: gathered from every domain, shown on the home page, as the
//! calendar of a year, and as a feed for calendar programs.

mod holidays;
mod ics;
mod pages;
mod rules;

use kernel::Problem;
use store::Conn;

use crate::domain::{Occasion, Todo, Visitor};
use crate::site::Site;

pub(crate) use holidays::{agenda, todos};
pub(crate) use pages::{OccasionLine, TodoLine, occasion_line, routes, todo_line};

/// Everything that every domain asks the visitor to do, the most urgent first.
pub(crate) fn to_do(site: &Site, c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let mut found = Vec::new();
    for todos in &site.todos {
        found.extend(todos(c, visitor)?);
    }
    rules::by_urgency(&mut found);
    Ok(found)
}

/// Everything that happens in that year, by day.
pub(crate) fn of_year(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    year: i16,
) -> Result<Vec<Occasion>, Problem> {
    let mut found = Vec::new();
    for agenda in &site.agenda {
        found.extend(agenda(c, visitor, year)?);
    }
    rules::within(&mut found, year);
    Ok(found)
}

/// The next `n` occasions that are not over today.
pub(crate) fn next(site: &Site, c: &mut Conn, visitor: &Visitor, n: usize) -> Result<Vec<Occasion>, Problem> {
    let year = visitor.today.year();
    let mut found = of_year(site, c, visitor, year)?;
    found.retain(|occasion| occasion.until.unwrap_or(occasion.day) >= visitor.today);
    if found.len() < n {
        let later = of_year(site, c, visitor, year + 1)?;
        found.extend(later.into_iter().filter(|occasion| occasion.day.year() > year));
    }
    found.truncate(n);
    Ok(found)
}
