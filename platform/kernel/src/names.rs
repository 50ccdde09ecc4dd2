//! How names are compared and sorted: offices write the same name with blanks inside, in full width, or as pinyin
//! initials in a search box.

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// The form in which two spellings of a name are equal: Unicode NFKC without blanks or control characters.
///
/// ```
/// assert_eq!(kernel::names::fold("王　小 明"), "王小明");
/// assert_eq!(kernel::names::fold("ＡＢ１２"), "AB12");
/// ```
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    text.nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}' && *c != '\u{200b}')
        .collect()
}

/// Whether folding leaves the character as it is, whatever stands beside it: what nearly every name is made of.
fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Key by which Chinese names sort as in a printed list: plain pinyin syllable by syllable, then the text itself.
///
/// ```
/// assert!(kernel::names::sort_key("办公室") < kernel::names::sort_key("专利局"));
/// ```
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    let mut key = String::with_capacity(folded.len() * 3);
    for c in folded.chars() {
        match c.to_pinyin() {
            Some(sound) => key.push_str(sound.plain()),
            None => key.extend(c.to_lowercase()),
        }
        key.push(' ');
    }
    key.push_str(&folded);
    key
}

/// Initials by which a name is found when typed on a Latin keyboard: `办公室` is `bgs`.
///
/// ```
/// assert_eq!(kernel::names::initials("办公室 第1党支部"), "bgsd1dzb");
/// ```
pub fn initials(text: &str) -> String {
    fold(text)
        .chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(sound) => sound.plain().chars().next(),
            None => c.to_lowercase().next(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn plain_characters_are_their_own_normal_form() {
        for c in ('\0'..='\u{9fff}').filter(|c| is_plain(*c)) {
            assert!(c.nfkc().eq([c]), "{c}");
        }
        let all: String = ('\0'..='\u{9fff}').filter(|c| is_plain(*c)).collect();
        assert_eq!(all.nfkc().collect::<String>(), all);
    }
}
