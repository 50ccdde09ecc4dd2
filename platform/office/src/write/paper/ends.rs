//! What stands before the parts of a paper and after them: head, number, title, addressee; attachments, signature, day
//! and copies.

use kernel::Paper;
use kernel::paper::{Signature, half_widths};

use super::page::Sheet;
use super::para::{Indent, Para};

/// Head, number, title and addressee.
pub(super) fn head(paper: &Paper, sheet: &Sheet, out: &mut String) {
    if let Some(organ) = &paper.organ {
        Para::new("Organ").size(organ_size(organ, sheet.width())).text(organ).write(out);
        Para::new("RedRule").text(paper.number.as_deref().unwrap_or_default()).write(out);
    }
    Para::new("PaperTitle").text(&paper.title).write(out);
    if let (None, Some(number)) = (&paper.organ, &paper.number) {
        Para::new("DocumentNumber").text(number).write(out);
    }
    blank(false, out);
    if let Some(addressee) = &paper.addressee {
        let text = format!("{}{}", addressee.trim_end_matches(['：', ':']), paper.terms.colon.trim_end());
        Para::new("Addressee").text(&text).write(out);
    }
}

/// Attachments, signature and copies.
pub(super) fn foot(paper: &Paper, sheet: &Sheet, out: &mut String) {
    if !paper.attachments.is_empty() {
        blank(paper.signature.is_some(), out);
        attachments(paper, out);
    }
    if let Some(signature) = &paper.signature {
        Para::new("Signature").keep_next(true).write(out);
        let day = paper.day(signature.day);
        let body = format!("{}{}", signature.body, signature.seal.as_deref().unwrap_or_default());
        let (body_right, day_right) = rooms(signature, half_widths(&body), half_widths(&day));
        let line = |right| Para::new("Signature").indent(Indent { right, ..Indent::default() });
        line(body_right).keep_next(true).text(&body).write(out);
        line(day_right).text(&day).write(out);
    }
    if let Some(copies) = &paper.copies_to {
        let label = format!("{}{}", paper.terms.copies, paper.terms.colon);
        let hanging = half_widths(&label);
        let indent = Indent { left: 2 + hanging, right: 2, hanging };
        let line = Para::new("Copies").at_foot(sheet.width()).indent(indent);
        line.text(&format!("{label}{copies}")).write(out);
        // A program needs text that the framed line belongs to.
        Para::new("Gap").write(out);
    }
}

/// One empty line of text.
pub(super) fn blank(keep_next: bool, out: &mut String) {
    Para::new("Addressee").keep_next(keep_next).write(out);
}

/// Size of the organ's name in half points: as large as fits on one line, within 二号 and 44 pt.
fn organ_size(organ: &str, width: u32) -> u32 {
    let halves = u32::try_from(half_widths(organ)).unwrap_or(u32::MAX).max(1);
    // A half-width takes five twips for each half point of the size.
    (width / 5 / halves).clamp(44, 88)
}

/// Two characters in; one by one under each other when there are several, each hanging under its own first character.
fn attachments(paper: &Paper, out: &mut String) {
    let label = format!("{}{}", paper.terms.attachment, paper.terms.colon);
    let label_width = half_widths(&label);
    let several = paper.attachments.len() > 1;
    for (index, name) in paper.attachments.iter().enumerate() {
        let number = if several { format!("{}. ", index + 1) } else { String::new() };
        let number_width = half_widths(&number);
        let hanging = if index == 0 { label_width + number_width } else { number_width };
        let indent = Indent { left: 4 + label_width + number_width, hanging, right: 0 };
        let label = if index == 0 { label.as_str() } else { "" };
        let keep = paper.signature.is_some();
        Para::new("Attachment")
            .keep_next(keep)
            .indent(indent)
            .text(&format!("{label}{number}{name}"))
            .write(out);
    }
}

/// Room to the right of the body's name and of the day, in half-widths.
///
/// With a seal the day keeps four characters free and the name stands in the middle above it; a name too long for that
/// keeps two free, and the day stands in the middle below. Without one the name keeps two characters free and the day
/// begins two characters after it; a day longer than that keeps two free and moves the name (GB/T 9704-2012, 7.3.5).
fn rooms(signature: &Signature, body: usize, day: usize) -> (usize, usize) {
    if signature.seal.is_some() {
        let middle = 8 + day / 2;
        return if middle >= body / 2 + 4 {
            (middle - body / 2, 8)
        } else {
            (4, 4 + (body / 2).saturating_sub(day / 2))
        };
    }
    match body.checked_sub(day) {
        Some(room) if room >= 4 => (4, room),
        _ => ((8 + day).saturating_sub(body).max(4), 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(seal: Option<&str>) -> Signature {
        let day = kernel::Day::parse("2015-12-02").unwrap();
        Signature { body: String::new(), day, seal: seal.map(str::to_owned) }
    }

    #[test]
    fn the_day_stands_as_the_standard_has_it() {
        // 13 half-widths: 2015年12月2日.
        assert_eq!(rooms(&signature(None), 28, 13), (4, 15), "two characters after the name's beginning");
        assert_eq!(rooms(&signature(None), 8, 13), (13, 4), "a short name makes room");
        assert_eq!(rooms(&signature(Some("")), 28, 13), (4, 12), "the day in the middle below a long name");
        assert_eq!(rooms(&signature(Some("")), 8, 13), (10, 8));
    }

    #[test]
    fn the_organ_fits_on_one_line() {
        assert_eq!(organ_size("党委文件", 8844), 88);
        let long = "中共国家某某某局直属机关委员会文件";
        assert!(organ_size(long, 8844) * 5 * u32::try_from(half_widths(long)).unwrap() <= 8844);
        assert_eq!(organ_size(&"长".repeat(60), 8844), 44);
    }
}
