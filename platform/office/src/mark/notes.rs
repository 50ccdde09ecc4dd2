//! Notes of a sheet: their texts stand in one part, the boxes in which they are shown in another.

use std::collections::BTreeSet;

use quick_xml::escape::escape;
use quick_xml::events::Event;

use super::splice::{Splice, Walk, append, prefix};
use super::{AUTHOR, Notes};
use crate::package::attribute;
use crate::value::Address;

/// A new part with these notes.
pub(crate) fn texts(notes: &Notes) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"\
         http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>{AUTHOR}</author></authors><commentList>"
    );
    for (at, text) in notes {
        out.push_str(&comment("", *at, 0, text));
    }
    out + "</commentList></comments>"
}

/// The part that a sheet already has, with these notes added; says which cells had a note before.
pub(crate) fn texts_added(source: &str, notes: &Notes) -> Option<(String, BTreeSet<Address>)> {
    let mut splice = Splice::new(source);
    let mut walk = Walk::new(source);
    let (mut authors, mut here) = (0_usize, None);
    let mut noted = BTreeSet::new();
    loop {
        let (event, range) = walk.step()?;
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "author" => authors += 1,
            Event::Start(e) if e.local_name().as_ref() == "comment" => {
                let at: Address = attribute(&e, "ref")?.parse().ok()?;
                here = notes.get(&at).map(|text| (at, prefix(&e), text));
            }
            Event::End(e) if e.local_name().as_ref() == "text" => {
                if let Some((at, prefix, text)) = here.take() {
                    noted.insert(at);
                    splice.replace(range.start..range.start, run(&prefix, &format!("\n\n{text}")));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let source = splice.finish()?;
    let source = append(&source, "authors", |p| format!("<{p}author>{AUTHOR}</{p}author>"))?;
    let source = append(&source, "commentList", |p| {
        let new = notes.iter().filter(|(at, _)| !noted.contains(at));
        new.map(|(at, text)| comment(p, *at, authors, text)).collect()
    })?;
    Some((source, noted))
}

/// A new part with the boxes of these cells.
pub(crate) fn boxes(cells: &[Address]) -> String {
    let mut out = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" \
         data=\"1\"/></o:shapelayout><v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" \
         path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" \
         o:connecttype=\"rect\"/></v:shapetype>"
        .to_owned();
    shapes(&mut out, cells, 1025);
    out + "</xml>"
}

/// The part that a sheet already has, with the boxes of these cells added.
pub(crate) fn boxes_added(source: &str, cells: &[Address]) -> Option<String> {
    // Numbers far beyond those that programs give, so that no two boxes share one.
    let mut new = String::new();
    shapes(&mut new, cells, 900_001);
    append(source, "xml", |_| new.clone())
}

fn comment(prefix: &str, at: Address, author: usize, text: &str) -> String {
    let run = run(prefix, text);
    format!(
        "<{prefix}comment ref=\"{at}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>"
    )
}

fn run(prefix: &str, text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>", escape(&clean))
}

fn shapes(out: &mut String, cells: &[Address], first: usize) {
    for (number, at) in (first..).zip(cells) {
        let (row, column) = (at.row, at.column);
        let anchor =
            format!("{}, 15, {}, 4, {}, 15, {}, 12", column + 1, row.saturating_sub(1), column + 4, row + 5);
        out.push_str(&format!(
            "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{number}\" type=\"#_x0000_t202\" \
             style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:96pt;z-index:1;visibility:hidden\" \
             fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow color=\"black\" \
             obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div \
             style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>\
             <x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>\
             <x:Column>{column}</x:Column></x:ClientData></v:shape>"
        ));
    }
}
