//! From what was typed to values. Whatever is wrong is kept beside its field; what was left as it stood stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{FieldError, Say, names::fold};
use scoring::{NumberError, Ratio, Score, counts_attention};

/// What a form holds: names and texts.
pub(crate) type Pairs = BTreeMap<String, String>;

/// No form has more rows in one list.
const MOST_ROWS: usize = 200;
/// Characters of a name.
const NAME: usize = 120;

/// Reads a form and collects its faults.
#[derive(Debug)]
pub(crate) struct Typed<'a> {
    pairs: &'a Pairs,
    pub errors: Vec<FieldError>,
}

/// One row of a list as it was read.
#[derive(Debug)]
pub(crate) struct Read<T> {
    /// Its number in the form; `None` for an entry that the form did not show.
    pub row: Option<usize>,
    /// Its place in the list before; `None` for a new one.
    pub was: Option<usize>,
    pub entry: T,
}

impl<'a> Typed<'a> {
    pub fn new(pairs: &'a Pairs) -> Self {
        Self { pairs, errors: Vec::new() }
    }

    /// What was typed into a field; `None` when the form has none of that name.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.pairs.get(name).map(String::as_str)
    }

    pub fn wrong(&mut self, field: &str, say: impl Into<Say>) {
        self.errors.push(FieldError { field: field.to_owned(), say: say.into() });
    }

    fn changed(&self, name: &str, shown: &str) -> Option<&'a str> {
        self.raw(name).filter(|typed| *typed != shown)
    }

    /// A text without blanks at its ends.
    pub fn text(&mut self, name: &str, old: &str) -> String {
        let Some(typed) = self.changed(name, old) else { return old.to_owned() };
        let text = typed.trim();
        if text.chars().count() > NAME {
            self.wrong(name, Say::new("scheme-wrong-long").with("n", NAME));
        }
        if text.chars().any(char::is_control) {
            self.wrong(name, "scheme-wrong-control");
        }
        text.to_owned()
    }

    /// A text that must not be empty.
    pub fn required(&mut self, name: &str, old: &str) -> String {
        let text = self.text(name, old);
        if fold(&text).is_empty() && self.raw(name).is_some() {
            self.wrong(name, "field-required");
        }
        text
    }

    /// A code: no blanks and no slash inside; an empty one is given by the program.
    pub fn code(&mut self, name: &str, old: &str) -> String {
        let Some(typed) = self.changed(name, old) else { return old.to_owned() };
        let code = fold(typed);
        if code.chars().count() > 60 || code.contains(['/', '\\', '?', '#', '%', '"', '<', '>', ':']) {
            self.wrong(name, "scheme-wrong-code");
        }
        if code.is_empty() { old.to_owned() } else { code }
    }

    /// Refuses what counts clicks, likes, shares, minutes online, check-ins or streaks.
    pub fn watch(&mut self, name: &str, text: &str) {
        if let Some(word) = counts_attention(text) {
            self.wrong(name, Say::new("scheme-wrong-attention").with("word", word));
        }
    }

    /// Several texts, with a mark or comma between them.
    pub fn list(&mut self, name: &str, old: &[String]) -> Vec<String> {
        let Some(typed) = self.changed(name, &old.join("、")) else { return old.to_vec() };
        if typed.chars().count() > 4 * NAME {
            self.wrong(name, Say::new("scheme-wrong-long").with("n", 4 * NAME));
        }
        let mut seen = BTreeSet::new();
        let parts = typed.split(['、', '，', ',', '；', ';', '\n']).map(str::trim);
        let plain = |part: &str| part.chars().filter(|letter| !letter.is_control()).collect();
        parts.filter(|part| !part.is_empty() && seen.insert(*part)).map(plain).collect()
    }

    /// Points, in thousandths.
    pub fn score(&mut self, name: &str, old: Option<Score>) -> Score {
        let read = self.maybe_score(name, old);
        self.needed(name, read, Score::ZERO)
    }

    /// Points, or nothing.
    pub fn maybe_score(&mut self, name: &str, old: Option<Score>) -> Option<Score> {
        self.number(name, old, &old.map(|score| score.to_string()).unwrap_or_default())
    }

    /// An exact number; `shown` is how the form shows the one before.
    pub fn ratio(&mut self, name: &str, old: Option<Ratio>, shown: &str) -> Ratio {
        let read = self.number(name, old, shown);
        self.needed(name, read, Ratio::ZERO)
    }

    /// An exact number, or nothing.
    pub fn maybe_ratio(&mut self, name: &str, old: Option<Ratio>, shown: &str) -> Option<Ratio> {
        self.number(name, old, shown)
    }

    /// A whole number up to `most`.
    pub fn count(&mut self, name: &str, old: u32, most: u32) -> u32 {
        let Some(typed) = self.changed(name, &old.to_string()) else { return old };
        match fold(typed).parse() {
            Ok(number) if number <= most => number,
            _ => {
                self.wrong(name, Say::new("scheme-wrong-count").with("n", most));
                old
            }
        }
    }

    fn number<T: std::str::FromStr<Err = NumberError>>(
        &mut self,
        name: &str,
        old: Option<T>,
        shown: &str,
    ) -> Option<T> {
        let Some(typed) = self.changed(name, shown) else { return old };
        let folded = fold(typed);
        let digits = folded.strip_suffix('分').unwrap_or(&folded);
        if digits.is_empty() {
            return None;
        }
        match digits.parse() {
            Ok(number) => Some(number),
            Err(error) => {
                self.wrong(name, said(&error));
                old
            }
        }
    }

    fn needed<T>(&mut self, name: &str, read: Option<T>, otherwise: T) -> T {
        read.unwrap_or_else(|| {
            if self.errors.iter().all(|error| error.field != name) {
                self.wrong(name, "field-required");
            }
            otherwise
        })
    }

    /// A box to tick: the form says by a field `has_…` that it was there.
    pub fn flag(&mut self, name: &str, old: bool) -> bool {
        if self.raw(&format!("has_{name}")).is_some() { self.raw(name) == Some("yes") } else { old }
    }

    /// One of a fixed list, by its word.
    pub fn word<T>(&mut self, name: &str, old: T, from_word: impl FnOnce(&str) -> Option<T>) -> T {
        let Some(typed) = self.raw(name) else { return old };
        from_word(typed).unwrap_or_else(|| {
            self.wrong(name, "field-choice");
            old
        })
    }

    /// What the button that was pressed asks for, such as `up:category:2`, in its parts.
    fn pressed(&self) -> Option<(&'a str, &'a str, usize)> {
        let mut parts = self.raw("do")?.split(':');
        let (what, list, row) = (parts.next()?, parts.next()?, parts.next()?);
        Some((what, list, row.parse().ok()?))
    }

    /// The rows of a list, in the order in which they are to stand: those of the form, moved or dropped as the pressed
    /// button says, then those that the form did not show. A new row is left out while all of `needed` are blank.
    pub fn rows<T: Clone>(
        &mut self,
        list: &str,
        old: &[T],
        key: impl Fn(&T) -> &str,
        needed: &[&str],
        mut read: impl FnMut(&mut Self, &str, Option<&T>) -> T,
    ) -> Vec<Read<T>> {
        let mut taken = BTreeSet::new();
        let mut found: Vec<Read<T>> = Vec::new();
        for row in 0..MOST_ROWS {
            let at = format!("{list}_{row}_");
            let Some(known) = self.raw(&format!("{at}key")) else { break };
            let free = |(place, entry): &(usize, &T)| !taken.contains(place) && key(entry) == known;
            let was = old.iter().enumerate().filter(|_| !known.is_empty()).find(free).map(|(place, _)| place);
            let blank =
                |field: &&str| self.raw(&format!("{at}{field}")).is_none_or(|typed| fold(typed).is_empty());
            let dropped = self.pressed() == Some(("drop", list, row));
            if let Some(place) = was {
                taken.insert(place);
            } else if needed.iter().all(blank) {
                continue;
            }
            if !dropped {
                let entry = read(self, &at, was.and_then(|place| old.get(place)));
                found.push(Read { row: Some(row), was, entry });
            }
        }
        if let Some((what, _, row)) = self.pressed().filter(|(_, named, _)| *named == list) {
            let place = found.iter().position(|read| read.row == Some(row));
            match (what, place) {
                ("up", Some(place)) if place > 0 => found.swap(place - 1, place),
                ("down", Some(place)) if place + 1 < found.len() => found.swap(place, place + 1),
                _ => {}
            }
        }
        let unseen = old.iter().enumerate().filter(|(place, _)| !taken.contains(place));
        found.extend(unseen.map(|(place, entry)| Read { row: None, was: Some(place), entry: entry.clone() }));
        found
    }

    /// Gives every new entry a code of its own and refuses one that is used twice.
    pub fn codes<T>(
        &mut self,
        list: &str,
        stem: &str,
        rows: &mut [Read<T>],
        code: fn(&mut T) -> &mut String,
    ) {
        let own = rows.iter_mut().map(|read| code(&mut read.entry).clone());
        let mut all: Vec<String> = own.filter(|code| !code.is_empty()).collect();
        let mut seen = BTreeSet::new();
        for (place, read) in rows.iter_mut().enumerate() {
            let own = code(&mut read.entry);
            if own.is_empty() {
                *own = fresh(stem, &all);
                all.push(own.clone());
            }
            if !seen.insert(own.clone()) {
                let row = read.row.unwrap_or(place);
                self.wrong(
                    &format!("{list}_{row}_code"),
                    Say::new("scheme-wrong-code-taken").with("code", &*own),
                );
            }
        }
    }
}

/// A code that none of these is: `indicator-10` after `indicator-9`.
pub(crate) fn fresh<S: AsRef<str>>(stem: &str, taken: &[S]) -> String {
    let number = |code: &S| code.as_ref().strip_prefix(stem)?.strip_prefix('-')?.parse::<u64>().ok();
    let highest = taken.iter().filter_map(number).filter(|n| *n < u64::from(u32::MAX)).max().unwrap_or(0);
    let first = highest.max(u64::try_from(taken.len()).unwrap_or_default()) + 1;
    format!("{stem}-{first}")
}

/// What is wrong with a number, in words.
fn said(error: &NumberError) -> Say {
    match error {
        NumberError::TooFine { digits } => Say::new("scheme-wrong-fine").with("n", digits),
        NumberError::TooLarge => Say::new("scheme-wrong-large"),
        NumberError::OverZero => Say::new("scheme-wrong-over-zero"),
        NumberError::Empty | NumberError::NotANumber(_) => Say::new("scheme-wrong-number"),
    }
}
