//! The named styles, which the office may change in one place.

use std::fmt::Write;

use super::page::LINE;
use super::{DECLARATION, SPACES};

const SONG: &str = "宋体";
const FANGSONG: &str = "仿宋_GB2312";
const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const TITLE: &str = "方正小标宋简体";

/// No indent of the first line, for styles that are not running text.
const FLUSH: &str = r#"<w:ind w:firstLineChars="0" w:firstLine="0"/>"#;

/// A kind of paragraph. `before_spacing` and `after_spacing` are properties that the schema wants before and after the
/// distances of lines.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    /// Half points.
    size: u32,
    /// Properties up to the spacing.
    early: &'static str,
    /// Space before and after in twips, and the exact distance of lines.
    spacing: (u32, u32, u32),
    /// Properties from the indent on.
    late: String,
    /// Properties of the text between font and size.
    run: &'static str,
}

impl Style {
    fn new(id: &'static str, name: &'static str, font: &'static str, size: u32) -> Self {
        Self { id, name, font, size, early: "", spacing: (0, 0, LINE), late: FLUSH.into(), run: "" }
    }

    fn early(self, early: &'static str) -> Self {
        Self { early, ..self }
    }

    fn spacing(self, before: u32, after: u32, line: u32) -> Self {
        Self { spacing: (before, after, line), ..self }
    }

    /// Adds to the properties after the indent.
    fn late(mut self, more: &str) -> Self {
        self.late.push_str(more);
        self
    }

    /// Keeps the indent of running text.
    fn indented(self) -> Self {
        Self { late: String::new(), ..self }
    }

    fn run(self, run: &'static str) -> Self {
        Self { run, ..self }
    }
}

/// Every style but the text's own. 22 lines take the distance of [`LINE`]; a blank line before is that much.
fn all() -> Vec<Style> {
    let heading = |id, name, font, outline| {
        let level = format!(r#"<w:outlineLvl w:val="{outline}"/>"#);
        Style::new(id, name, font, 32).early("<w:keepNext/>").indented().late(&level)
    };
    let centre = r#"<w:jc w:val="center"/>"#;
    let red = r#"<w:color w:val="FF0000"/>"#;
    vec![
        Style::new("Organ", "发文机关标志", TITLE, 88)
            .early("<w:keepNext/>")
            .spacing(1984, 0, 0)
            .late(centre)
            .run(red),
        Style::new("DocumentNumber", "发文字号", FANGSONG, 32).early("<w:keepNext/>").late(centre),
        Style::new("RedRule", "红色分隔线", FANGSONG, 32)
            .early(concat!(
                "<w:keepNext/><w:pBdr>",
                r#"<w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>"#
            ))
            .spacing(2 * LINE, 2 * LINE, LINE)
            .late(centre),
        Style::new("PaperTitle", "公文标题", TITLE, 44)
            .early("<w:keepNext/><w:keepLines/>")
            .spacing(0, 0, 680)
            .late(centre)
            .late(r#"<w:outlineLvl w:val="0"/>"#)
            .run(r#"<w:spacing w:val="0"/>"#),
        Style::new("Addressee", "主送机关", FANGSONG, 32).early("<w:keepNext/>"),
        heading("Level1", "一级标题", HEI, 1),
        heading("Level2", "二级标题", KAI, 2),
        heading("Level3", "三级标题", FANGSONG, 3),
        Style::new("Attachment", "附件说明", FANGSONG, 32),
        Style::new("Signature", "落款", FANGSONG, 32)
            .early("<w:keepLines/>")
            .late(r#"<w:jc w:val="right"/>"#),
        Style::new("TableCaption", "表题", HEI, 28)
            .early("<w:keepNext/>")
            .late(centre)
            .run(r#"<w:spacing w:val="0"/>"#),
        cell("TableHead", "表头", HEI).early(r#"<w:keepNext/><w:snapToGrid w:val="0"/>"#).late(centre),
        cell("TableText", "表格", FANGSONG),
        Style::new("Blank", "填写", FANGSONG, 32),
        Style::new("Gap", "间隔", FANGSONG, 21).early(r#"<w:snapToGrid w:val="0"/>"#).spacing(0, 0, 240),
        Style::new("Copies", "抄送", FANGSONG, 28)
            .early(concat!(
                r#"<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="000000"/>"#,
                r#"<w:bottom w:val="single" w:sz="8" w:space="4" w:color="000000"/></w:pBdr>"#
            ))
            .spacing(0, 0, 500)
            .run(r#"<w:spacing w:val="0"/>"#),
        Style::new("PageNumber", "页码", SONG, 28)
            .early(r#"<w:snapToGrid w:val="0"/>"#)
            .spacing(0, 0, 320)
            .run(r#"<w:spacing w:val="0"/>"#),
    ]
}

fn cell(id: &'static str, name: &'static str, font: &'static str) -> Style {
    Style::new(id, name, font, 24)
        .early(r#"<w:snapToGrid w:val="0"/>"#)
        .spacing(0, 0, 360)
        .run(r#"<w:spacing w:val="0"/>"#)
}

/// The part `word/styles.xml`. `latin` is the font of Latin letters where it is not the Chinese one; `lang` the language
/// of the text.
pub(super) fn part(latin: Option<&str>, lang: &str) -> String {
    let fonts = |font: &str| {
        let latin = latin.unwrap_or(font);
        format!(
            r#"<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="Times New Roman"/>"#
        )
    };
    let lang = if lang.starts_with("zh") { "zh-CN" } else { "en-GB" };
    let mut out = format!("{DECLARATION}\n<w:styles {SPACES}>");
    let _ = write!(
        out,
        concat!(
            r#"<w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="32"/><w:szCs w:val="32"/>"#,
            r#"<w:lang w:val="{}" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#
        ),
        fonts(FANGSONG),
        lang
    );
    // Programs show this one as 正文. 28 characters of 16 pt are a little wider than the 156 mm they stand on: they move
    // together by a quarter of a point.
    let _ = write!(
        out,
        concat!(
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>"#,
            r#"<w:pPr><w:widowControl w:val="0"/><w:spacing w:line="{}" w:lineRule="exact"/>"#,
            r#"<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr>"#,
            r#"<w:rPr>{}<w:spacing w:val="-5"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>"#
        ),
        LINE,
        fonts(FANGSONG)
    );
    for style in all() {
        let (before, after, line) = style.spacing;
        let spacing = if line == 0 {
            format!(r#"<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>"#)
        } else {
            format!(
                r#"<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>"#
            )
        };
        let _ = write!(
            out,
            concat!(
                r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{}"><w:name w:val="{}"/>"#,
                r#"<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{}{}{}</w:pPr>"#,
                r#"<w:rPr>{}{}<w:sz w:val="{}"/><w:szCs w:val="{}"/></w:rPr></w:style>"#
            ),
            style.id,
            style.name,
            style.early,
            spacing,
            style.late,
            fonts(style.font),
            style.run,
            style.size,
            style.size
        );
    }
    out.push_str(include_str!("parts/table_style.xml").trim_end());
    out.push_str("</w:styles>");
    out
}
