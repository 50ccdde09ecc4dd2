//! Paragraphs and their text.

use std::fmt::Write;

use super::page::EM;

/// Text as markup: escaped, without the characters that XML does not know.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Indents in half-widths of a 3号 character.
#[derive(Clone, Copy, Default)]
pub(super) struct Indent {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) hanging: usize,
}

impl Indent {
    /// Both in characters, which programs for Chinese honour, and in twips for the others.
    fn markup(self) -> String {
        let half = usize::try_from(EM / 2).unwrap_or(0);
        let mut out = "<w:ind".to_owned();
        for (name, n) in [("left", self.left), ("right", self.right), ("hanging", self.hanging)] {
            if n > 0 {
                let _ = write!(out, r#" w:{name}Chars="{}" w:{name}="{}""#, n * 50, n * half);
            }
        }
        out + "/>"
    }
}

/// A paragraph of a named style.
pub(super) struct Para {
    style: &'static str,
    keep_next: bool,
    new_page: bool,
    at_foot: Option<u32>,
    underscored: Option<u32>,
    indent: Option<Indent>,
    align: Option<&'static str>,
    size: Option<u32>,
    runs: String,
}

impl Para {
    pub(super) fn new(style: &'static str) -> Self {
        Self {
            style,
            keep_next: false,
            new_page: false,
            at_foot: None,
            underscored: None,
            indent: None,
            align: None,
            size: None,
            runs: String::new(),
        }
    }

    /// Text of the style's own kind; line ends in it stay.
    pub(super) fn text(mut self, text: &str) -> Self {
        for (n, line) in text.lines().enumerate() {
            let line_end = if n > 0 { "<w:br/>" } else { "" };
            let size = self.size.map_or(String::new(), |size| {
                format!(r#"<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#)
            });
            let _ = write!(
                self.runs,
                r#"<w:r>{size}{line_end}<w:t xml:space="preserve">{}</w:t></w:r>"#,
                escaped(line)
            );
        }
        self
    }

    /// A line to write on, from here to the end of the width.
    pub(super) fn line(mut self, width: u32) -> Self {
        self.underscored = Some(width);
        self.runs.push_str("<w:r><w:tab/></w:r>");
        self
    }

    pub(super) fn keep_next(mut self, keep: bool) -> Self {
        self.keep_next = keep;
        self
    }

    pub(super) fn new_page(mut self, new: bool) -> Self {
        self.new_page = new;
        self
    }

    /// Framed at the foot of its sheet, as wide as that.
    pub(super) fn at_foot(mut self, width: u32) -> Self {
        self.at_foot = Some(width);
        self
    }

    pub(super) fn indent(mut self, indent: Indent) -> Self {
        self.indent = Some(indent);
        self
    }

    pub(super) fn align(mut self, align: &'static str) -> Self {
        self.align = Some(align);
        self
    }

    /// Size of the text that follows, in half points.
    pub(super) fn size(mut self, size: u32) -> Self {
        self.size = Some(size);
        self
    }

    pub(super) fn write(self, out: &mut String) {
        let mut put = |text: &str| out.push_str(text);
        put(&format!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/>"#, self.style));
        if self.keep_next {
            put("<w:keepNext/>");
        }
        if self.new_page {
            put("<w:pageBreakBefore/>");
        }
        if let Some(width) = self.at_foot {
            put(&format!(
                r#"<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" w:yAlign="bottom"/>"#
            ));
        }
        if let Some(width) = self.underscored {
            put(&format!(r#"<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="{width}"/></w:tabs>"#));
        }
        if let Some(indent) = self.indent {
            put(&indent.markup());
        }
        if let Some(align) = self.align {
            put(&format!(r#"<w:jc w:val="{align}"/>"#));
        }
        put("</w:pPr>");
        put(&self.runs);
        put("</w:p>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_know_is_left_out() {
        assert_eq!(
            escaped("a\u{0}b\u{b}<c>&\"\u{ffff}\u{85}d\n\u{1f600}"),
            "ab&lt;c&gt;&amp;&quot;d \u{1f600}"
        );
    }
}
