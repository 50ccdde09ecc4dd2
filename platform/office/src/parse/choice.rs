//! One of a list, under any of its names.

use kernel::{Say, names};

use super::CellError;
use crate::table::Located;

impl Located<'_> {
    /// One of the options, each with the names under which offices write it, the usual one first.
    ///
    /// # Errors
    /// [`CellError`] listing the usual names when it is none of them.
    pub fn choice<T: Clone>(&self, options: &[(T, &[&str])]) -> Result<Option<T>, CellError> {
        let Some(text) = self.text()? else { return Ok(None) };
        let same = |name: &&str| names::fold(name).to_lowercase() == names::fold(&text).to_lowercase();
        if let Some((value, _)) = options.iter().find(|(_, names)| names.iter().any(same)) {
            return Ok(Some(value.clone()));
        }
        let usual: Vec<&str> = options.iter().filter_map(|(_, names)| names.first().copied()).collect();
        let choices = usual.join("、");
        Err(self.error("office-not-choice", Say::new("office-fix-choice").with("choices", choices)))
    }
}
