//! Tables for a terminal.

/// A table with a heading; the first column is to the left, figures to the right.
#[derive(Debug, Default)]
pub struct Table {
    heading: String,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Table {
    /// A table with these columns.
    pub fn new(heading: impl Into<String>, columns: &[&str]) -> Self {
        Self {
            heading: heading.into(),
            rows: vec![columns.iter().map(|column| (*column).to_owned()).collect()],
            notes: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Adds a line below the table.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        let mut text = format!("\n{}\n", self.heading);
        for row in &self.rows {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, wide))| {
                if column == 0 { format!("{cell:<wide$}") } else { format!("{cell:>wide$}") }
            });
            text.push_str(&format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end()));
        }
        for note in &self.notes {
            text.push_str(&format!("  {note}\n"));
        }
        text
    }
}

/// A number in the digits that matter: `8,123`, `12.3`, `0.42`.
pub fn number(value: f64) -> String {
    if value.abs() >= 1_000.0 {
        let digits = format!("{value:.0}");
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("-", rest));
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}")
    } else if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// `1.8×`
pub fn ratio(of: f64, to: f64) -> String {
    if to > 0.0 { format!("{}×", number(of / to)) } else { "–".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_digits_that_matter() {
        assert_eq!(
            [0.423, 12.34, 123.4, 1234.5, 1_234_567.0].map(number).join(" "),
            "0.42 12.3 123 1,234 1,234,567"
        );
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new("pages", &["page", "/s"]);
        table.row(["ranking".into(), "8,123".into()]);
        assert_eq!(table.text(), "\npages\n  page        /s\n  ranking  8,123\n");
    }
}
