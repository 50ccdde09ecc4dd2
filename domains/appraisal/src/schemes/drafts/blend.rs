//! Three states of one entry brought together field by field: where both sides changed a field, mine holds.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Their fields where only they changed them, mine elsewhere. Should that make no sense together, it is all mine.
pub(super) fn blend<T: Clone + Serialize + DeserializeOwned>(base: &T, theirs: &T, mine: &T) -> T {
    let [Ok(b), Ok(t), Ok(m)] = [base, theirs, mine].map(serde_json::to_value) else { return mine.clone() };
    serde_json::from_value(value(&b, &t, &m)).unwrap_or_else(|_| mine.clone())
}

fn value(base: &Value, theirs: &Value, mine: &Value) -> Value {
    if mine == base {
        return theirs.clone();
    }
    match (base, theirs, mine) {
        // fields of different kinds of method or curve are not mixed
        (Value::Object(b), Value::Object(t), Value::Object(m)) if t.get("kind") == m.get("kind") => {
            Value::Object(object(b, t, m))
        }
        (Value::Array(b), Value::Array(t), Value::Array(m)) => match [b, t, m].map(|list| coded(list)) {
            [Some(b), Some(t), Some(m)] => Value::Array(list(&b, &t, &m)),
            _ => mine.clone(),
        },
        _ => mine.clone(),
    }
}

fn object(
    base: &Map<String, Value>,
    theirs: &Map<String, Value>,
    mine: &Map<String, Value>,
) -> Map<String, Value> {
    let mut all = Map::new();
    for key in theirs.keys().chain(mine.keys()) {
        let [b, t, m] = [base, theirs, mine].map(|object| object.get(key).unwrap_or(&Value::Null));
        let chosen = value(b, t, m);
        if !chosen.is_null() {
            all.insert(key.clone(), chosen);
        }
    }
    all
}

/// Entries with their codes, when every entry has one.
type Coded<'a> = Vec<(&'a str, &'a Value)>;

fn coded(list: &[Value]) -> Option<Coded<'_>> {
    list.iter().map(|entry| Some((entry.get("code")?.as_str()?, entry))).collect()
}

/// My order, then what only they added.
fn list(base: &Coded<'_>, theirs: &Coded<'_>, mine: &Coded<'_>) -> Vec<Value> {
    let find = |list: &Coded<'_>, code: &str| {
        list.iter().find(|(own, _)| *own == code).map_or(Value::Null, |(_, entry)| (*entry).clone())
    };
    let new = theirs.iter().filter(|(code, _)| mine.iter().all(|(own, _)| own != code));
    let codes = mine.iter().chain(new).map(|(code, _)| *code);
    let chosen = codes.map(|code| value(&find(base, code), &find(theirs, code), &find(mine, code)));
    chosen.filter(|entry| !entry.is_null()).collect()
}
