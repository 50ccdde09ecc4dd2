//! A connection inside a closure: reading.

use crate::driver::Driver;
use crate::{Backend, Error, FromSql, Row, ToSql, Value};

/// A connection that sees one state of the data for as long as the closure runs.
pub struct Conn {
    pub(crate) driver: Box<dyn Driver>,
    state: State,
    queries: u64,
}

/// What became of the transaction this connection stands in.
enum State {
    Open,
    /// A statement failed. PostgreSQL refuses everything after that until the rollback; so does this layer on both.
    Failed,
    /// It could not be opened.
    Lost(String),
}

impl Conn {
    pub(crate) fn new(driver: Box<dyn Driver>) -> Self {
        Self { driver, state: State::Open, queries: 0 }
    }

    /// Makes ready for the next closure.
    pub(crate) fn reset(&mut self) {
        self.state = State::Open;
        self.queries = 0;
    }

    /// Every statement of the coming closure will fail with this reason.
    pub(crate) fn lose(&mut self, reason: &Error) {
        self.state = State::Lost(reason.to_string());
    }

    /// Whether a statement has failed since the last reset.
    pub(crate) fn has_failed(&self) -> bool {
        !matches!(self.state, State::Open)
    }

    /// Which database this is. Only `store::dialect` decides anything by it.
    pub fn backend(&self) -> Backend {
        self.driver.backend()
    }

    /// Statements run since the closure began.
    pub fn queries(&self) -> u64 {
        self.queries
    }

    /// All rows, each turned into a `T`.
    ///
    /// # Errors
    /// What the database says, or what `row` returns.
    pub fn all<T>(
        &mut self,
        sql: &str,
        args: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        self.each(sql, args, |r| {
            found.push(row(r)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The one row.
    ///
    /// # Errors
    /// [`Error::NoRow`] when there is none, [`Error::ManyRows`] when there are more.
    pub fn one<T>(
        &mut self,
        sql: &str,
        args: &[&dyn ToSql],
        row: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.maybe(sql, args, row)?.ok_or(Error::NoRow)
    }

    /// The one row, if there is one.
    ///
    /// # Errors
    /// [`Error::ManyRows`] when there are more.
    pub fn maybe<T>(
        &mut self,
        sql: &str,
        args: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut found = None;
        self.each(sql, args, |r| {
            if found.is_some() {
                return Err(Error::ManyRows);
            }
            found = Some(row(r)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first column of the one row.
    ///
    /// # Errors
    /// As [`Conn::one`].
    pub fn scalar<T: FromSql>(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<T, Error> {
        self.one(sql, args, |row| row.get(0))
    }

    /// The first column of the one row as a number: for `SELECT COUNT(*)`.
    ///
    /// # Errors
    /// As [`Conn::one`].
    pub fn count(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<i64, Error> {
        self.scalar(sql, args)
    }

    /// Whether there is any row.
    ///
    /// # Errors
    /// What the database says.
    pub fn exists(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<bool, Error> {
        let mut any = false;
        self.each(sql, args, |_| {
            any = true;
            Ok(())
        })?;
        Ok(any)
    }

    /// Calls `row` with every row.
    ///
    /// # Errors
    /// What the database says, or what `row` returns, which also ends the reading.
    pub fn each(
        &mut self,
        sql: &str,
        args: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let values = values(args)?;
        self.guarded(|driver| driver.query(sql, &values, &mut row))
    }

    /// Like [`Conn::each`] for results too large to be held in memory.
    ///
    /// # Errors
    /// As [`Conn::each`].
    pub fn stream(
        &mut self,
        sql: &str,
        args: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let values = values(args)?;
        self.guarded(|driver| driver.stream(sql, &values, &mut row))
    }

    /// Runs a statement that changes rows. Only a `Tx` offers it to others.
    pub(crate) fn change(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<u64, Error> {
        let values = values(args)?;
        self.guarded(|driver| driver.execute(sql, &values))
    }

    /// Has a statement understood by the database and does not run it: what a test does with every SQL constant.
    ///
    /// # Errors
    /// What the database has against it.
    pub fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        self.guarded(|driver| driver.prepare(sql))
    }

    /// Runs statements without arguments.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.guarded(|driver| driver.batch(sql))
    }

    /// Runs one statement, counts it, and remembers whether it failed.
    pub(crate) fn guarded<T>(
        &mut self,
        run: impl FnOnce(&mut dyn Driver) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match &self.state {
            State::Open => {}
            State::Failed => return Err(Error::Failed),
            State::Lost(reason) => return Err(Error::Connection(reason.clone())),
        }
        self.queries += 1;
        let outcome = run(self.driver.as_mut());
        if let Err(Error::Duplicate(_) | Error::Constraint(_) | Error::Sql { .. } | Error::Connection(_)) =
            &outcome
        {
            self.state = State::Failed;
        }
        outcome
    }
}

fn values<'a>(args: &'a [&dyn ToSql]) -> Result<Vec<Value<'a>>, Error> {
    args.iter().map(|arg| arg.to_value()).collect()
}
