//! The workbooks in which offices send what they know: titles over merged cells, a line that says who filled the sheet
//! in, dates in several spellings, numbers kept as text, empty rows at the end.

mod cadres;
mod organisations;
mod page;
mod scores;
mod spelling;
mod tallies;

use std::fmt;

use rust_xlsxwriter::XlsxError;

use crate::{Category, Organ, Stream, chance};

/// A file as somebody would send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, ending in `.xlsx`.
    pub name: String,
    /// The workbook.
    pub bytes: Vec<u8>,
}

/// A workbook could not be written: the organ has more posts than a sheet has rows (1,048,576), or it is a fault of this
/// crate.
#[derive(Debug)]
pub struct WriteError(XlsxError);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write a workbook of the sample organ: {}", self.0)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

impl Organ {
    /// Every workbook, in the order in which they are to be read in: organisations, cadres, then for each year the score
    /// sheets and the tally.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn workbooks(&self) -> Result<Vec<File>, WriteError> {
        let mut files = vec![self.organisation_workbook()?, self.cadre_workbook()?];
        for year in &self.years {
            files.extend(self.appraisal_workbooks(year.year)?);
        }
        Ok(files)
    }

    /// 基层党组织一览表.xlsx: every organisation with code, kind, parent, category, founding and members.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn organisation_workbook(&self) -> Result<File, WriteError> {
        let mut chance = chance(self.seed, Stream::Spelling);
        let bytes = organisations::write(&mut chance, self)?;
        Ok(File { name: "基层党组织一览表.xlsx".to_owned(), bytes })
    }

    /// 党务干部名册.xlsx: every post with its holder, the organisation merged over its rows.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn cadre_workbook(&self) -> Result<File, WriteError> {
        let mut chance = chance(self.seed, Stream::Spelling);
        let bytes = cadres::write(&mut chance, self)?;
        Ok(File { name: "党务干部名册.xlsx".to_owned(), bytes })
    }

    /// The score sheets of each category that has a body, and the tally of the mass evaluation; nothing for a year
    /// without an appraisal.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn appraisal_workbooks(&self, year: u16) -> Result<Vec<File>, WriteError> {
        let Some(year) = self.years.iter().find(|known| known.year == year) else { return Ok(Vec::new()) };
        let mut chance = chance(self.seed, Stream::Spelling);
        let mut files = Vec::new();
        for category in Category::ALL {
            let bodies: Vec<_> = year.bodies.iter().filter(|body| body.category == category).collect();
            if !bodies.is_empty() {
                let bytes = scores::write(&mut chance, self, year.year, category, &bodies)?;
                files.push(File {
                    name: format!("{}年度评分表_{}.xlsx", year.year, category.word()), bytes
                });
            }
        }
        if !year.bodies.is_empty() {
            let bytes = tallies::write(self, year)?;
            files.push(File { name: format!("{}年度群众评价汇总表.xlsx", year.year), bytes });
        }
        Ok(files)
    }

    fn name_of(&self, place: usize) -> &str {
        self.organisations.get(place).map_or("", |organisation| organisation.name.as_str())
    }
}
