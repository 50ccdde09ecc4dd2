//! Changing a few places of a markup text and leaving every other byte as it was.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A text with replacements to be made in it.
pub(crate) struct Splice<'a> {
    source: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Splice<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, edits: Vec::new() }
    }

    /// Replaces the bytes of that range; an empty range inserts. Ranges come in order and do not overlap.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: String) {
        self.edits.push((range, text));
    }

    pub(crate) fn finish(self) -> Option<String> {
        let added: usize = self.edits.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(self.source.len() + added);
        let mut done = 0;
        for (range, text) in self.edits {
            out.push_str(self.source.get(done..range.start)?);
            out.push_str(&text);
            done = range.end;
        }
        out.push_str(self.source.get(done..)?);
        Some(out)
    }
}

/// Reads event after event and says which bytes each one took.
pub(crate) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { reader: Reader::from_str(source) }
    }

    /// The next event with its bytes; nothing when the markup is broken.
    pub(crate) fn step(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let from = self.place();
        let event = self.reader.read_event().ok()?;
        Some((event, from..self.place()))
    }

    fn place(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// The prefix of an element's name with its colon, or nothing: what a new sibling's name must begin with.
pub(crate) fn prefix(element: &BytesStart<'_>) -> String {
    let name = element.name();
    name.as_ref().rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"))
}

/// The start tag with some attributes set, the others as they were.
pub(crate) fn retagged(element: &BytesStart<'_>, set: &[(&str, String)], closed: bool) -> Option<String> {
    let mut tag = format!("<{}", element.name().as_ref());
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        let key = attribute.key.as_ref();
        if !set.iter().any(|(name, _)| *name == key) {
            tag.push_str(&format!(" {key}=\"{}\"", attribute.value.replace('"', "&quot;")));
        }
    }
    for (name, value) in set {
        tag.push_str(&format!(" {name}=\"{value}\""));
    }
    tag.push_str(if closed { "/>" } else { ">" });
    Some(tag)
}

/// Puts children at the end of the first element of that name; `child` gets the prefix they need.
pub(crate) fn append(source: &str, parent: &str, child: impl Fn(&str) -> String) -> Option<String> {
    let mut splice = Splice::new(source);
    let mut walk = Walk::new(source);
    let mut inside: Option<(String, usize)> = None;
    loop {
        match walk.step()? {
            (Event::Empty(e), range) if inside.is_none() && e.local_name().as_ref() == parent => {
                let tag = retagged(&e, &[], false)?;
                splice.replace(range, format!("{tag}{}</{}>", child(&prefix(&e)), e.name().as_ref()));
                return splice.finish();
            }
            (Event::Start(e), _) => match &mut inside {
                Some((_, depth)) => *depth += 1,
                None if e.local_name().as_ref() == parent => inside = Some((prefix(&e), 0)),
                None => {}
            },
            (Event::End(_), range) => match &mut inside {
                Some((prefix, 0)) => {
                    splice.replace(range.start..range.start, child(prefix));
                    return splice.finish();
                }
                Some((_, depth)) => *depth -= 1,
                None => {}
            },
            (Event::Eof, _) => return None,
            _ => {}
        }
    }
}
