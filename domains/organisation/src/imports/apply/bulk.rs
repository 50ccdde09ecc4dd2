//! Many rows in one statement: on a server each statement is a journey.

use kernel::{Problem, names};
use store::{ToSql, Tx, Value};

use crate::appointments::actions::NewAppointment;
use crate::appointments::post;
use crate::dated::Dated;
use crate::identity::Sealed;
use crate::imports::record::ImportId;
use crate::persons::actions::Facts;

/// Rows of one statement. More would hardly spare journeys, and SQLite looks its arguments up one by one.
pub(super) const ROWS: usize = 25;

const PERSONS: &str = "INSERT INTO persons (name, folded, sort_key, initials, sex, born_on, born_precision, \
     identity_cipher, identity_index, identity_mask, identity_fault, joined_on, joined_precision, telephone, member, \
     org_id, import_id)";
const PERSONS_BACK: &str = "RETURNING id, folded, identity_index";
const APPOINTMENTS: &str = "INSERT INTO appointments (person_id, org_id, post, post_rank, full_time, since_on, \
     since_precision, until_on, reason, import_id)";
const APPOINTMENTS_BACK: &str = "RETURNING id";

/// The statements for one row each, for the test that prepares them on both databases.
pub(crate) fn statements() -> Vec<&'static str> {
    static TEXTS: std::sync::OnceLock<[String; 2]> = std::sync::OnceLock::new();
    let texts = TEXTS
        .get_or_init(|| [text(PERSONS, 17, 1, PERSONS_BACK), text(APPOINTMENTS, 10, 1, APPOINTMENTS_BACK)]);
    texts.iter().map(String::as_str).collect()
}

/// Runs a statement that gives back number, folded name and one more text of each new row. Both databases give them in
/// the order of the values, though neither says that it must, so that is looked at.
pub(super) fn numbered(
    tx: &mut Tx,
    sql: &str,
    values: &[Value<'static>],
    wanted: Vec<(String, String)>,
) -> Result<Vec<i64>, Problem> {
    let args: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
    let back = tx.all(sql, &args, |row| Ok((row.get::<i64>(0)?, (row.get(1)?, row.get(2)?))))?;
    if back.len() != wanted.len() || back.iter().zip(&wanted).any(|((_, is), wanted)| is != wanted) {
        return Err(Problem::unexpected("new rows came back in another order"));
    }
    Ok(back.into_iter().map(|(id, _)| id).collect())
}

/// Enters persons; gives their numbers in the same order.
pub(super) fn persons(
    tx: &mut Tx,
    import: ImportId,
    people: &[(&Facts, Option<&Sealed>)],
) -> Result<Vec<i64>, Problem> {
    let mut ids = Vec::with_capacity(people.len());
    let full = text(PERSONS, 17, ROWS, PERSONS_BACK);
    for chunk in people.chunks(ROWS) {
        let mut values = Vec::with_capacity(chunk.len() * 17);
        let mut wanted = Vec::with_capacity(chunk.len());
        for (facts, sealed) in chunk {
            let folded = names::fold(&facts.name);
            person(&mut values, facts, &folded, *sealed, import)?;
            wanted.push((folded, sealed.map_or_else(String::new, |sealed| sealed.index.clone())));
        }
        let last = (chunk.len() < ROWS).then(|| text(PERSONS, 17, chunk.len(), PERSONS_BACK));
        ids.extend(numbered(tx, last.as_deref().unwrap_or(&full), &values, wanted)?);
    }
    Ok(ids)
}

/// Enters appointments.
pub(super) fn appointments(tx: &mut Tx, import: ImportId, posts: &[NewAppointment]) -> Result<(), Problem> {
    let full = text(APPOINTMENTS, 10, ROWS, APPOINTMENTS_BACK);
    for chunk in posts.chunks(ROWS) {
        let mut values = Vec::with_capacity(chunk.len() * 10);
        for new in chunk {
            appointment(&mut values, new, import)?;
        }
        let args: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        let last = (chunk.len() < ROWS).then(|| text(APPOINTMENTS, 10, chunk.len(), APPOINTMENTS_BACK));
        tx.all(last.as_deref().unwrap_or(&full), &args, |row| row.get::<i64>(0))?;
    }
    Ok(())
}

fn person(
    values: &mut Vec<Value<'static>>,
    facts: &Facts,
    folded: &str,
    sealed: Option<&Sealed>,
    import: ImportId,
) -> Result<(), Problem> {
    let (born, born_precision) = Dated::columns(facts.born);
    let (joined, joined_precision) = Dated::columns(facts.joined);
    let fault = sealed.and_then(|sealed| sealed.fault).map_or("", |fault| fault.code());
    put(
        values,
        &[
            &facts.name,
            &folded,
            &names::sort_key(&facts.name),
            &names::initials(&facts.name),
            &facts.sex.code(),
            &born,
            &born_precision,
            &sealed.map(|sealed| sealed.cipher.as_slice()),
            &sealed.map_or("", |sealed| sealed.index.as_str()),
            &sealed.map_or("", |sealed| sealed.mask.as_str()),
            &fault,
            &joined,
            &joined_precision,
            &facts.telephone,
            &facts.member,
            &facts.org,
            &import,
        ],
    )
}

fn appointment(
    values: &mut Vec<Value<'static>>,
    new: &NewAppointment,
    import: ImportId,
) -> Result<(), Problem> {
    let (since, precision) = Dated::columns(new.since);
    let rank = post::rank(&new.post);
    put(
        values,
        &[
            &new.person,
            &new.org,
            &new.post,
            &rank,
            &new.full_time,
            &since,
            &precision,
            &None::<kernel::Day>,
            &"",
            &import,
        ],
    )
}

pub(super) fn put(values: &mut Vec<Value<'static>>, row: &[&dyn ToSql]) -> Result<(), Problem> {
    for value in row {
        values.push(value.to_value()?.into_owned());
    }
    Ok(())
}

/// `INSERT … VALUES ($1, $2), ($3, $4) RETURNING …`
pub(super) fn text(insert: &str, width: usize, rows: usize, back: &str) -> String {
    let row = |at: usize| {
        let places: Vec<String> = (1..=width).map(|column| format!("${}", at * width + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{insert} VALUES {} {back}", rows.join(", "))
}
