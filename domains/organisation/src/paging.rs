//! Lists in pages.

use schemars::JsonSchema;
use serde::Serialize;
use web::Face;

/// Rows of one page.
pub const PER_PAGE: usize = 50;
/// Rows of a workbook: all, within what a sheet can hold.
pub const PER_SHEET: usize = 1_000_000;

/// Where in a list a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Paging {
    /// Number of this page, from 1.
    pub page: usize,
    /// Number of pages, at least 1.
    pub pages: usize,
    /// Rows in all.
    pub total: usize,
}

impl Paging {
    /// The wanted page of a list of so many rows; the last one where there are fewer pages.
    pub fn new(wanted: Option<usize>, total: i64) -> Self {
        let total = usize::try_from(total).unwrap_or(0);
        let pages = total.div_ceil(PER_PAGE).max(1);
        Self { page: wanted.unwrap_or(1).clamp(1, pages), pages, total }
    }

    /// Rows to pass over and rows to take.
    pub fn window(self, face: Face) -> (u64, u64) {
        let (offset, limit) = match face {
            Face::Sheet => (0, PER_SHEET),
            _ => ((self.page - 1) * PER_PAGE, PER_PAGE),
        };
        (offset as u64, limit as u64)
    }
}

/// The part of an address after `?` that holds the filled filters, ready for one more.
pub fn query(path: &str, filters: &[(&str, String)]) -> String {
    let mut address = format!("{path}?");
    for (name, value) in filters.iter().filter(|(_, value)| !value.is_empty()) {
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        address.push('&');
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(Paging::new(Some(9), 101), Paging { page: 3, pages: 3, total: 101 });
        assert_eq!(Paging::new(Some(0), 100), Paging { page: 1, pages: 2, total: 100 });
        assert_eq!(Paging::new(None, 0), Paging { page: 1, pages: 1, total: 0 });
        assert_eq!(Paging::new(Some(2), 101).window(Face::Page), (50, 50));
        assert_eq!(Paging::new(Some(2), 101).window(Face::Sheet).0, 0);
    }

    #[test]
    fn filters_stand_in_the_address() {
        let address = query("/persons", &[("q", "王 a&b".into()), ("post", String::new())]);
        assert_eq!(address, "/persons?q=%E7%8E%8B%20a%26b&");
    }
}
