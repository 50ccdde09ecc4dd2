//! Lists with optional filters, built instead of pasted together.

use std::borrow::Cow;

use sea_query::{Expr, PostgresQueryBuilder, Query, SelectStatement};

use crate::{Conn, Error, Row, ToSql, Value, dialect};

impl Conn {
    /// The rows of a built query. Build it from constants and bound values only; name every column.
    ///
    /// # Errors
    /// As [`Conn::all`]; [`Error::Misuse`] for a bound value of a type the store does not use.
    pub fn select<T>(
        &mut self,
        query: &SelectStatement,
        row: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let (sql, values) = built(query)?;
        let args: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        self.all(&sql, &args, row)
    }

    /// How many rows a built query would give without its order, limit and offset.
    ///
    /// # Errors
    /// As [`Conn::select`].
    pub fn select_count(&mut self, query: &SelectStatement) -> Result<i64, Error> {
        let mut whole = query.clone();
        whole.clear_order_by().reset_limit().reset_offset();
        let counted = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(whole, "counted").to_owned();
        self.select(&counted, |row| row.get(0))?.pop().ok_or(Error::NoRow)
    }

    /// The condition that `column` contains `text`, whatever the case of its Latin letters. `%` and `_` stand for
    /// themselves.
    pub fn contains(&self, column: impl Into<Expr>, text: &str) -> Expr {
        let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let pattern = Expr::val(format!("%{escaped}%"));
        Expr::cust_with_exprs(dialect::contains(self.backend()), [column.into(), pattern])
    }
}

/// The text and the arguments. The PostgreSQL form of what the builder offers is understood by both databases.
fn built(query: &SelectStatement) -> Result<(String, Vec<Value<'static>>), Error> {
    let (sql, values) = query.build(PostgresQueryBuilder);
    let values = values.into_iter().map(value).collect::<Result<_, _>>()?;
    Ok((sql, values))
}

fn value(value: sea_query::Value) -> Result<Value<'static>, Error> {
    use sea_query::Value as V;
    let int = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
    Ok(match value {
        V::Bool(b) => b.map_or(Value::Null, Value::Bool),
        V::TinyInt(n) => int(n.map(i64::from)),
        V::SmallInt(n) => int(n.map(i64::from)),
        V::Int(n) => int(n.map(i64::from)),
        V::BigInt(n) => int(n),
        V::TinyUnsigned(n) => int(n.map(i64::from)),
        V::SmallUnsigned(n) => int(n.map(i64::from)),
        V::Unsigned(n) => int(n.map(i64::from)),
        // Limits and offsets come as these.
        V::BigUnsigned(n) => int(n
            .map(|n| i64::try_from(n).map_err(|_| Error::Misuse("a number beyond 64 bits")))
            .transpose()?),
        V::String(text) => text.map_or(Value::Null, |text| Value::Text(Cow::Owned(text))),
        V::Bytes(bytes) => bytes.map_or(Value::Null, |bytes| Value::Bytes(Cow::Owned(bytes))),
        _ => return Err(Error::Misuse("a bound value that is not a number, text, boolean or bytes")),
    })
}
