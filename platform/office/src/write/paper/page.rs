//! The sheet: its size and margins in twips (1/20 pt), and the page number at its foot.

use kernel::Paper;

use super::{DECLARATION, SPACES};

/// 3号, the size of the text: the character by which indents are measured.
pub(super) const EM: u32 = 320;
/// Distance of two lines of text: 22 of them on the 225 mm between the margins.
pub(super) const LINE: u32 = 579;

/// A4 with the margins of the standard (top 37, bottom 35, left 28, right 26 mm), upright or on its long side.
pub(super) struct Sheet {
    landscape: bool,
}

impl Sheet {
    pub(super) fn of(paper: &Paper) -> Self {
        Self { landscape: paper.landscape }
    }

    /// Room for text from left to right.
    pub(super) fn width(&self) -> u32 {
        if self.landscape { 12_756 } else { 8_844 }
    }

    /// The properties of the only section. The grid holds for lines alone: one for characters as well makes some
    /// programs spread them.
    pub(super) fn section(&self) -> String {
        let page = if self.landscape {
            concat!(
                r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
                r#"<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="757" w:gutter="0"/>"#
            )
        } else {
            concat!(
                r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
                r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1268" w:gutter="0"/>"#
            )
        };
        format!(
            concat!(
                r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>"#,
                r#"{}<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{}"/></w:sectPr>"#
            ),
            page, LINE
        )
    }
}

/// A foot with the page number, on the outer side of the sheet: `right` of odd pages, `left` of even ones.
pub(super) fn footer(side: &str) -> String {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        concat!(
            "{}\n<w:ftr {}>",
            r#"<w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:left="280" w:leftChars="100" w:right="280" w:rightChars="100"/><w:jc w:val="{}"/></w:pPr>"#,
            r#"<w:r><w:t xml:space="preserve">— </w:t></w:r>{}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{}"#,
            r#"<w:r><w:t>1</w:t></w:r>{}<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
        ),
        DECLARATION,
        SPACES,
        side,
        field("begin"),
        field("separate"),
        field("end")
    )
}
