//! Writing a paper as .docx in the layout of GB/T 9704-2012, with styles that the office can go on editing.
//!
//! The markup is our own: a dozen kinds of paragraph and one kind of table, in the order that the schema wants.

mod blocks;
mod ends;
mod page;
mod para;
mod styles;
mod table;

use kernel::Paper;
use zip::CompressionMethod;

use super::WriteError;
use crate::package::{Package, Part};
use page::Sheet;
use para::escaped;

/// Namespaces of the parts we write ourselves.
const SPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#
);
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// The paper as a .docx: A4, 22 lines of 28 characters, title 2号小标宋, text 3号仿宋, headings 黑体 and 楷体, page number
/// `— 1 —` outside, tables whose head stands on every sheet.
///
/// Fonts are named, not embedded: the offices have them. Text is escaped and its control characters are left out. The
/// same paper gives the same bytes.
///
/// # Errors
/// [`WriteError`] when the package cannot be put together.
pub fn paper(paper: &Paper) -> Result<Vec<u8>, WriteError> {
    let latin = (!paper.terms.lang.starts_with("zh")).then_some("Times New Roman");
    let parts = [
        ("[Content_Types].xml", include_str!("parts/content_types.xml").to_owned()),
        ("_rels/.rels", include_str!("parts/package_rels.xml").to_owned()),
        ("docProps/core.xml", properties(paper)),
        ("word/document.xml", document(paper)),
        ("word/_rels/document.xml.rels", include_str!("parts/document_rels.xml").to_owned()),
        ("word/styles.xml", styles::part(latin, &paper.terms.lang)),
        ("word/settings.xml", include_str!("parts/settings.xml").to_owned()),
        ("word/fontTable.xml", include_str!("parts/font_table.xml").to_owned()),
        ("word/footer1.xml", page::footer("right")),
        ("word/footer2.xml", page::footer("left")),
    ];
    let part = |(name, text): (&str, String)| Part { name: name.to_owned(), bytes: text.into_bytes() };
    let package = Package { parts: parts.into_iter().map(part).collect() };
    package.pack(CompressionMethod::Deflated).map_err(|fault| WriteError::new(format!("{fault:?}")))
}

fn document(paper: &Paper) -> String {
    let sheet = Sheet::of(paper);
    let mut out = format!("{DECLARATION}\n<w:document {SPACES}><w:body>");
    ends::head(paper, &sheet, &mut out);
    blocks::all(paper, &sheet, &mut out);
    ends::foot(paper, &sheet, &mut out);
    out.push_str(&sheet.section());
    out.push_str("</w:body></w:document>");
    out
}

/// What the file says of itself: its title, and no time, so that the same paper stays the same file.
fn properties(paper: &Paper) -> String {
    format!(
        concat!(
            "{}\n<cp:coreProperties ",
            r#"xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#
        ),
        DECLARATION,
        escaped(&paper.title_line())
    )
}
