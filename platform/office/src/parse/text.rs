//! Text and names.

use unicode_normalization::UnicodeNormalization;

use super::CellError;
use crate::table::Located;

impl Located<'_> {
    /// The text without the blanks around it.
    ///
    /// # Errors
    /// [`CellError`] when the cell shows an error such as `#REF!`.
    pub fn text(&self) -> Result<Option<String>, CellError> {
        Ok(self.typed()?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// The text as a name: Unicode NFKC, no blanks beside Chinese characters, single ones elsewhere.
    ///
    /// # Errors
    /// [`CellError`] when the cell shows an error such as `#REF!`.
    pub fn name(&self) -> Result<Option<String>, CellError> {
        Ok(self.typed()?.map(|text| name(&text)).filter(|text| !text.is_empty()))
    }
}

fn name(text: &str) -> String {
    let normal: String = text.nfkc().filter(|c| !matches!(c, '\u{feff}' | '\u{200b}')).collect();
    let mut out = String::with_capacity(normal.len());
    for word in normal.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
        if latin(out.chars().next_back()) && latin(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn blanks_inside_chinese_names_are_slips_and_inside_others_are_not() {
        assert_eq!(name("  王　小 明\n"), "王小明");
        assert_eq!(name("John   Smith"), "John Smith");
        assert_eq!(name("第 ３ 党支部"), "第3党支部");
    }
}
