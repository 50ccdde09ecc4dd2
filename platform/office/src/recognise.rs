//! What a file is by its content, for files that are only kept and handed on. Nothing is unpacked.

use std::io::Cursor;

use zip::ZipArchive;

/// A kind of file that offices send along as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A text document.
    Docx,
    /// A workbook.
    Xlsx,
    /// Slides.
    Pptx,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// Several files packed together.
    Zip,
}

impl FileKind {
    /// Every kind, in the order in which they are named to people.
    pub const ALL: [Self; 7] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx, Self::Jpeg, Self::Png, Self::Zip];

    /// Endings that its names have; the first one is the usual one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Zip => &["zip"],
        }
    }

    /// Media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Zip => "application/zip",
        }
    }

    /// The kind with that media type.
    pub fn of_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has no bytes.
    Empty,
    /// It is none of the kinds.
    Unknown,
    /// It is a package that cannot be opened, or one in another's shape.
    Damaged,
    /// It carries macros.
    Macros,
    /// It is this kind, but its name says something else.
    NamedOtherwise(FileKind),
}

/// What a file is. Its name has to agree, so that whoever opens it later gets what they expect.
///
/// # Errors
/// See [`Unfit`].
///
/// ```
/// use office::{FileKind, Unfit, recognise};
/// assert_eq!(recognise("会议记录.PDF", b"%PDF-1.4 ..."), Ok(FileKind::Pdf));
/// assert_eq!(recognise("会议记录.png", b"%PDF-1.4 ..."), Err(Unfit::NamedOtherwise(FileKind::Pdf)));
/// assert_eq!(recognise("a.pdf", b"MZ\x90\x00"), Err(Unfit::Unknown));
/// ```
pub fn recognise(name: &str, bytes: &[u8]) -> Result<FileKind, Unfit> {
    let kind = by_content(bytes)?;
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if kind.endings().contains(&ending.as_str()) { Ok(kind) } else { Err(Unfit::NamedOtherwise(kind)) }
}

fn by_content(bytes: &[u8]) -> Result<FileKind, Unfit> {
    match bytes {
        [] => Err(Unfit::Empty),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok(FileKind::Pdf),
        [0xff, 0xd8, 0xff, ..] => Ok(FileKind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(FileKind::Png),
        [b'P', b'K', 3, 4, ..] => package(bytes),
        _ => Err(Unfit::Unknown),
    }
}

fn package(bytes: &[u8]) -> Result<FileKind, Unfit> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Damaged)?;
    let (mut typed, mut kind, mut macros) = (false, FileKind::Zip, false);
    for name in archive.file_names_raw() {
        let name = name.strip_prefix(b"/").unwrap_or(name);
        typed |= name.eq_ignore_ascii_case(b"[Content_Types].xml");
        macros |= ends_with(name, MACROS);
        for (part, is) in [
            (b"word/document.xml".as_slice(), FileKind::Docx),
            (b"xl/workbook.xml", FileKind::Xlsx),
            (b"ppt/presentation.xml", FileKind::Pptx),
        ] {
            if name.eq_ignore_ascii_case(part) {
                kind = is;
            }
        }
    }
    match (typed, macros) {
        // A packed folder may hold anything; nobody runs it by opening it.
        (false, _) => Ok(FileKind::Zip),
        (true, true) => Err(Unfit::Macros),
        (true, false) if kind == FileKind::Zip => Err(Unfit::Unknown),
        (true, false) => Ok(kind),
    }
}

/// Name of the part that holds the macros of an office file.
const MACROS: &[u8] = b"vbaProject.bin";

fn ends_with(name: &[u8], end: &[u8]) -> bool {
    name.len()
        .checked_sub(end.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|n| n.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(names: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"x").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn packages_are_told_apart_by_their_parts() {
        let types = "[Content_Types].xml";
        let office = |part: &str| packed(&[types, part]);
        assert_eq!(recognise("a.docx", &office("word/document.xml")), Ok(FileKind::Docx));
        assert_eq!(recognise("a.xlsx", &office("xl/workbook.xml")), Ok(FileKind::Xlsx));
        assert_eq!(recognise("a.pptx", &office("ppt/presentation.xml")), Ok(FileKind::Pptx));
        assert_eq!(recognise("a.zip", &packed(&["照片/1.jpg"])), Ok(FileKind::Zip));
        assert_eq!(recognise("a.docx", &packed(&["1.jpg"])), Err(Unfit::NamedOtherwise(FileKind::Zip)));
        assert_eq!(recognise("a.docx", &office("other.xml")), Err(Unfit::Unknown));
        let macros = packed(&[types, "word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(recognise("a.docx", &macros), Err(Unfit::Macros));
        let mut broken = office("word/document.xml");
        broken.truncate(broken.len() / 2);
        assert_eq!(recognise("a.docx", &broken), Err(Unfit::Damaged));
    }

    #[test]
    fn the_content_decides_and_the_name_has_to_agree() {
        assert_eq!(recognise("a.pdf", b""), Err(Unfit::Empty));
        assert_eq!(recognise("a.jpeg", b"\xff\xd8\xff\xe0...."), Ok(FileKind::Jpeg));
        assert_eq!(recognise("a.png", b"\x89PNG\r\n\x1a\n...."), Ok(FileKind::Png));
        for (name, bytes) in [
            ("a.pdf", b"<html><script>".as_slice()),
            ("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\">"),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ] {
            assert_eq!(recognise(name, bytes), Err(Unfit::Unknown), "{name}");
        }
        assert_eq!(recognise("pdf", b"%PDF-1.7"), Err(Unfit::NamedOtherwise(FileKind::Pdf)));
    }

    #[test]
    fn every_kind_is_found_by_its_media_type() {
        assert!(FileKind::ALL.into_iter().all(|kind| FileKind::of_mime(kind.mime()) == Some(kind)));
    }
}
