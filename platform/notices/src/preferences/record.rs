//! Preferences as they stand in the database. An account without a row has the inbox alone.

use kernel::{Day, Moment, Problem, RecordRef, UserId};
use serde::Serialize;
use store::{Conn, Tx};
use web::Lang;

use crate::deliveries::rules::Rhythm;
use crate::services::Services;

const FIND: &str = "SELECT lang, digest, hour, address, pending, code, code_until, code_tries, codes_day, codes, \
     code_sent, hook, secret FROM notice_preferences WHERE user_id = $1";
const KEEP: &str = "INSERT INTO notice_preferences (user_id, lang, digest, hour, address, pending, code, code_until, \
     code_tries, codes_day, codes, code_sent, hook, secret, changed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
     ON CONFLICT (user_id) DO UPDATE SET lang = excluded.lang, digest = excluded.digest, hour = excluded.hour, \
     address = excluded.address, pending = excluded.pending, code = excluded.code, \
     code_until = excluded.code_until, code_tries = excluded.code_tries, codes_day = excluded.codes_day, \
     codes = excluded.codes, code_sent = excluded.code_sent, hook = excluded.hook, secret = excluded.secret, \
     changed = excluded.changed";

/// Every statement of this file, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[FIND, KEEP];

/// Hour of a digest unless somebody chooses another.
const USUAL_HOUR: i64 = 8;

/// What an account wishes, with what is under way to confirm its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Preferences {
    pub(crate) lang: Lang,
    pub(crate) digest: Rhythm,
    pub(crate) hour: i64,
    /// Confirmed; empty while there is none.
    pub(crate) address: String,
    /// Waiting for its code; empty while none is.
    pub(crate) pending: String,
    #[serde(skip)]
    pub(crate) code: Option<Vec<u8>>,
    pub(crate) code_until: Moment,
    pub(crate) code_tries: i64,
    #[serde(skip)]
    pub(crate) codes_day: Day,
    #[serde(skip)]
    pub(crate) codes: i64,
    #[serde(skip)]
    pub(crate) code_sent: Moment,
    /// Where notices are posted; empty while nowhere.
    pub(crate) hook: String,
    #[serde(skip)]
    pub(crate) secret: Option<Vec<u8>>,
}

impl Preferences {
    fn quiet(lang: Lang) -> Self {
        Self {
            lang,
            digest: Rhythm::None,
            hour: USUAL_HOUR,
            address: String::new(),
            pending: String::new(),
            code: None,
            code_until: Moment(0),
            code_tries: 0,
            codes_day: Day::from_epoch_days(0),
            codes: 0,
            code_sent: Moment(0),
            hook: String::new(),
            secret: None,
        }
    }
}

/// What an account wishes.
pub(crate) fn of(c: &mut Conn, user: UserId) -> Result<Preferences, Problem> {
    Ok(find(c, user)?.unwrap_or_else(|| Preferences::quiet(Lang::Zh)))
}

/// The same, and in that language while the account has said nothing.
pub(super) fn of_reader(c: &mut Conn, user: UserId, lang: Lang) -> Result<Preferences, Problem> {
    Ok(find(c, user)?.unwrap_or_else(|| Preferences::quiet(lang)))
}

fn find(c: &mut Conn, user: UserId) -> Result<Option<Preferences>, Problem> {
    Ok(c.maybe(FIND, &[&user.0], |row| {
        Ok(Preferences {
            lang: Lang::from_tag(&row.get::<String>(0)?).unwrap_or(Lang::Zh),
            digest: Rhythm::from_code(&row.get::<String>(1)?).unwrap_or_default(),
            hour: row.get(2)?,
            address: row.get(3)?,
            pending: row.get(4)?,
            code: row.get(5)?,
            code_until: row.get(6)?,
            code_tries: row.get(7)?,
            codes_day: row.get(8)?,
            codes: row.get(9)?,
            code_sent: row.get(10)?,
            hook: row.get(11)?,
            secret: row.get(12)?,
        })
    })?)
}

/// Keeps what an account wishes.
pub(super) fn keep(tx: &mut Tx, user: UserId, wishes: &Preferences) -> Result<(), Problem> {
    let (now, lang, digest) = (tx.now(), wishes.lang.tag(), wishes.digest.code());
    let row: [&dyn store::ToSql; 15] = [
        &user.0,
        &lang,
        &digest,
        &wishes.hour,
        &wishes.address,
        &wishes.pending,
        &wishes.code,
        &wishes.code_until,
        &wishes.code_tries,
        &wishes.codes_day,
        &wishes.codes,
        &wishes.code_sent,
        &wishes.hook,
        &wishes.secret,
        &now,
    ];
    tx.run(KEEP, &row)?;
    Ok(())
}

/// The record that the audit trail speaks of.
pub(super) fn reference(user: UserId) -> RecordRef {
    RecordRef::new("notice-preferences", user.0)
}

/// For whom the secret of a webhook is sealed.
pub(super) fn owner(user: UserId) -> String {
    format!("webhook:{user}")
}

/// The secret by which an account's calls are signed.
pub(crate) fn secret_of(services: &Services, user: UserId, wishes: &Preferences) -> Result<Vec<u8>, Problem> {
    let sealed = wishes.secret.as_ref().ok_or_else(|| Problem::unexpected("a webhook without a secret"))?;
    services.sealing.open(sealed, &owner(user))
}
