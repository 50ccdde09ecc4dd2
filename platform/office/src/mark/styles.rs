//! The styles of a workbook: a marked twin of each cell style that a faulty cell has.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::Event;

use super::MARK;
use super::splice::{Splice, Walk, append, retagged};

/// The cell styles of a workbook and the twins made for marking.
pub(crate) struct Styles {
    /// Bytes of each cell style in the part.
    known: Vec<Range<usize>>,
    fills: usize,
    /// Style → its twin, in the order of making.
    twins: BTreeMap<usize, usize>,
    order: Vec<usize>,
}

impl Styles {
    /// Reads what styles and fills there are.
    pub(crate) fn read(source: &str) -> Option<Self> {
        let mut styles = Self { known: Vec::new(), fills: 0, twins: BTreeMap::new(), order: Vec::new() };
        let mut walk = Walk::new(source);
        let mut path: Vec<String> = Vec::new();
        let mut begun = 0;
        loop {
            let (event, range) = walk.step()?;
            match event {
                Event::Start(e) => {
                    if path.last().is_some_and(|parent| parent == "cellXfs") {
                        begun = range.start;
                    }
                    styles.fills += usize::from(path.last().is_some_and(|parent| parent == "fills"));
                    path.push(e.local_name().as_ref().to_owned());
                }
                Event::Empty(_) => match path.last().map(String::as_str) {
                    Some("cellXfs") => styles.known.push(range),
                    Some("fills") => styles.fills += 1,
                    _ => {}
                },
                Event::End(_) => {
                    path.pop()?;
                    if path.last().is_some_and(|parent| parent == "cellXfs") {
                        styles.known.push(begun..range.end);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        (styles.fills > 0 && !styles.known.is_empty()).then_some(styles)
    }

    /// Number of the marked twin of a style.
    pub(crate) fn marked(&mut self, style: usize) -> Option<usize> {
        self.known.get(style)?;
        let next = self.known.len() + self.order.len();
        let twin = *self.twins.entry(style).or_insert(next);
        if twin == next {
            self.order.push(style);
        }
        Some(twin)
    }

    /// The part with the fill and the twins added.
    pub(crate) fn write(&self, source: &str) -> Option<String> {
        let mut twins = String::new();
        for style in &self.order {
            twins.push_str(&self.twin(source.get(self.known.get(*style)?.clone())?)?);
        }
        let source = append(source, "cellXfs", |_| twins.clone())?;
        let source = append(&source, "fills", |p| {
            format!(
                "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{MARK:06X}\"/>\
                 <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
            )
        })?;
        counted(&source, &[("cellXfs", self.known.len() + self.order.len()), ("fills", self.fills + 1)])
    }

    /// A cell style as it was, but for its fill.
    fn twin(&self, style: &str) -> Option<String> {
        let mut walk = Walk::new(style);
        let (event, range) = walk.step()?;
        let closed = matches!(event, Event::Empty(_));
        let (Event::Start(e) | Event::Empty(e)) = event else { return None };
        let set = [("fillId", self.fills.to_string()), ("applyFill", "1".to_owned())];
        let mut splice = Splice::new(style);
        splice.replace(range, retagged(&e, &set, closed)?);
        splice.finish()
    }
}

/// Sets the `count` of those lists.
fn counted(source: &str, counts: &[(&str, usize)]) -> Option<String> {
    let mut splice = Splice::new(source);
    let mut walk = Walk::new(source);
    loop {
        let (event, range) = walk.step()?;
        match event {
            Event::Start(e) => {
                let local = e.local_name();
                if let Some((_, count)) = counts.iter().find(|(name, _)| *name == local.as_ref()) {
                    splice.replace(range, retagged(&e, &[("count", count.to_string())], false)?);
                }
            }
            Event::Eof => return splice.finish(),
            _ => {}
        }
    }
}
