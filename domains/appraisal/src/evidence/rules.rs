//! Which files are taken as evidence.

use kernel::Say;
use office::{FileKind, Unfit, recognise};

/// Files that one indicator may have.
pub(crate) const MOST: usize = 20;

/// A file that was looked at and is what its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fit {
    pub name: String,
    pub kind: FileKind,
    pub bytes: Vec<u8>,
}

/// Looks at a file.
///
/// # Errors
/// The sentence that says what is wrong with it.
pub(crate) fn fit(name: &str, bytes: Vec<u8>) -> Result<Fit, Say> {
    match recognise(name, &bytes) {
        Ok(kind) => Ok(Fit { name: name.to_owned(), kind, bytes }),
        Err(unfit) => Err(sentence(unfit).with("name", name)),
    }
}

fn sentence(unfit: Unfit) -> Say {
    match unfit {
        Unfit::Empty => Say::new("evidence-empty"),
        Unfit::Unknown => Say::new("evidence-unknown"),
        Unfit::Damaged => Say::new("evidence-damaged"),
        Unfit::Macros => Say::new("evidence-macros"),
        Unfit::NamedOtherwise(kind) => Say::new("evidence-named-otherwise").with("kind", word(kind)),
    }
}

/// What a kind is called to people.
pub(crate) fn word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "PDF",
        FileKind::Docx => "Word",
        FileKind::Xlsx => "Excel",
        FileKind::Pptx => "PPT",
        FileKind::Jpeg => "JPG",
        FileKind::Png => "PNG",
        FileKind::Zip => "ZIP",
    }
}

/// What a file field takes, as HTML has it: `.pdf,.docx,…`.
pub(crate) fn accept() -> String {
    let endings = FileKind::ALL.iter().flat_map(|kind| kind.endings());
    endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

/// A size as people read it, in whole KB or tenths of a MB.
pub(crate) fn size(bytes: i64) -> String {
    let tenths = |unit: i64| (bytes.saturating_mul(10).saturating_add(unit / 2)) / unit;
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", tenths(1_024) / 10),
        _ => format!("{}.{} MB", tenths(1_048_576) / 10, tenths(1_048_576) % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_holds() {
        assert_eq!(fit("表彰.pdf", b"%PDF-1.4".to_vec()).unwrap().kind, FileKind::Pdf);
        let key = |name: &str, bytes: &[u8]| fit(name, bytes.to_vec()).unwrap_err().key;
        assert_eq!(key("表彰.pdf", b"MZ"), "evidence-unknown");
        assert_eq!(key("表彰.png", b"%PDF-1.4"), "evidence-named-otherwise");
        assert_eq!(key("表彰.zip", b"PK\x03\x04"), "evidence-damaged");
        assert_eq!(key("表彰.pdf", b""), "evidence-empty");
    }

    #[test]
    fn sizes_are_read_at_a_glance() {
        let sizes = [(512, "512 B"), (2_048, "2 KB"), (1_048_576, "1.0 MB"), (1_625_293, "1.6 MB")];
        assert!(sizes.into_iter().all(|(bytes, text)| size(bytes) == text));
        assert_eq!(accept(), ".pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.zip");
    }
}
