//! Telephone numbers, taken loosely: several forms and several numbers in a cell are usual.

use unicode_normalization::UnicodeNormalization;

use super::CellError;
use crate::table::Located;

impl Located<'_> {
    /// A telephone number as typed, in half width and without blanks, when it has at least five digits and nothing
    /// that does not belong to one.
    ///
    /// # Errors
    /// [`CellError`] for anything else.
    pub fn phone(&self) -> Result<Option<String>, CellError> {
        let Some(text) = self.typed()? else { return Ok(None) };
        let number: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let usual = number.chars().all(|c| c.is_ascii_digit() || "+-()/、,;转#*".contains(c));
        if !usual || !(5..=60).contains(&digits) {
            return Err(self.error("office-not-phone", "office-fix-phone"));
        }
        Ok(Some(number))
    }
}
