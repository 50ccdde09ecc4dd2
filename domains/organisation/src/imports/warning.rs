//! What is odd about a roster without being wrong: shown before the import, never in its way.

use kernel::Say;

/// Cells named in a warning; the rest are counted.
const NAMED: usize = 5;

/// Something odd, with how often and where it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What is odd, in words once per kind; arguments `n` (how often) and `cells` (where, the first few) are added.
    say: Say,
    count: usize,
    cells: Vec<String>,
}

impl Warning {
    /// The sentence, with the number of cells and the first of them.
    pub fn say(&self) -> Say {
        let mut cells = self.cells.join("、");
        if self.count > self.cells.len() {
            cells.push('…');
        }
        self.say.clone().with("n", self.count).with("cells", cells)
    }

    /// How often it was seen.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// Warnings collected by kind, in the order in which each was first seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Warnings(Vec<Warning>);

impl Warnings {
    /// Counts one more cell of that kind. Kinds are told apart by key and arguments.
    pub(crate) fn add(&mut self, say: impl Into<Say>, cell: impl FnOnce() -> String) {
        let say = say.into();
        let found = self.0.iter().position(|warning| warning.say == say);
        let at = found.unwrap_or_else(|| {
            self.0.push(Warning { say, count: 0, cells: Vec::new() });
            self.0.len() - 1
        });
        let Some(warning) = self.0.get_mut(at) else { return };
        warning.count += 1;
        if warning.cells.len() < NAMED {
            warning.cells.push(cell());
        }
    }

    pub(crate) fn into_list(self) -> Vec<Warning> {
        self.0
    }
}
