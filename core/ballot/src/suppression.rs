//! Withholding small cells, and whatever would let them be worked out from the rest.

/// From how many ballots on a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Cells of fewer ballots, but of some, are withheld; so are cells of fewer than twice as many that agree.
    pub minimum: u32,
}

/// A cell: how often each choice was made by one set of voters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell(pub Vec<u32>);

/// What is shown of a line of cells and of their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Each cell, `None` where it is withheld.
    pub cells: Vec<Option<Cell>>,
    /// Their sum, `None` where it is withheld.
    pub sum: Option<Cell>,
}

impl Cell {
    fn ballots(&self) -> u64 {
        self.0.iter().map(|n| u64::from(*n)).sum()
    }

    fn plus(&self, other: &Self) -> Self {
        let longer = self.0.len().max(other.0.len());
        let at = |cell: &Self, i: usize| cell.0.get(i).copied().unwrap_or(0);
        Self((0..longer).map(|i| at(self, i).saturating_add(at(other, i))).collect())
    }
}

impl Rule {
    /// Whether showing this cell says how somebody voted: too few ballots, or few that agree.
    pub fn reveals(self, cell: &Cell) -> bool {
        let ballots = cell.ballots();
        let minimum = u64::from(self.minimum);
        let unanimous = cell.0.iter().filter(|n| **n > 0).count() == 1;
        ballots > 0 && (ballots < minimum || (unanimous && ballots < 2 * minimum))
    }
}

/// What may be shown of a line of cells and their sum. Withheld cells take the sum with them, unless they are two or more whose own
/// sum, which anybody can then work out, reveals nothing either. The larger cells stay: they are what a line is read for.
pub fn suppress(cells: &[Cell], rule: Rule) -> Shown {
    let shown: Vec<Option<Cell>> =
        cells.iter().map(|cell| (!rule.reveals(cell)).then(|| cell.clone())).collect();
    let whole = cells.iter().fold(Cell::default(), |sum, cell| sum.plus(cell));
    let withheld = || cells.iter().zip(&shown).filter(|(_, shown)| shown.is_none()).map(|(cell, _)| cell);
    let safe = match withheld().count() {
        0 => true,
        1 => false,
        _ => !rule.reveals(&withheld().fold(Cell::default(), |sum, cell| sum.plus(cell))),
    };
    Shown { sum: (safe && !rule.reveals(&whole)).then_some(whole), cells: shown }
}
