//! Cookies, by hand: a few names, no library worth its weight.

use kernel::Say;

/// Name of the session cookie.
pub(crate) const SESSION: &str = "jinwei_session";
/// Name of the cookie that stands between password and code.
pub(crate) const HALF: &str = "jinwei_half";
/// Name of the cookie that carries a message to the next page.
pub(crate) const FLASH: &str = "jinwei_flash";
/// Name of the cookie that remembers the language.
pub(crate) const LANG: &str = "jinwei_lang";
/// Name of the cookie that remembers theme and type size.
pub(crate) const LOOK: &str = "jinwei_look";

/// The value of a cookie in a `Cookie` header.
pub(crate) fn find<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, v)| v)
}

/// A cookie that scripts cannot read; `seconds` 0 removes it, `None` lasts as long as the browser is open.
pub(crate) fn set(name: &str, value: &str, seconds: Option<i64>, secure: bool) -> String {
    let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}

/// A sentence as a cookie value: JSON in hexadecimal, because cookie values allow few characters.
pub(crate) fn pack(say: &Say) -> String {
    let json = serde_json::to_string(&(say.key, &say.args)).unwrap_or_default();
    json.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The sentence of [`pack`], as key and arguments.
pub(crate) fn unpack(value: &str) -> Option<(String, Vec<(String, String)>)> {
    if value.len() > 4096 || !value.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..value.len())
        .step_by(2)
        .map(|i| value.get(i..i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
        .collect();
    serde_json::from_slice(&bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_survives_the_cookie() {
        let say = Say::new("organisation-founded").with("name", "办公室党总支; \"引号\"");
        let (key, args) = unpack(&pack(&say)).unwrap();
        assert_eq!(key, "organisation-founded");
        assert_eq!(args, [("name".to_owned(), "办公室党总支; \"引号\"".to_owned())]);
        assert!(unpack("zz").is_none());
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        assert_eq!(find("a=1; jinwei_lang=en;b=2", LANG), Some("en"));
        assert_eq!(find("xjinwei_lang=en", LANG), None);
    }
}
