//! Marking in the package of the user's own .xlsx: styles, cells, notes and the references between the parts. All other
//! parts stay byte for byte.

use std::collections::BTreeMap;

use zip::CompressionMethod;

use super::Notes;
use super::cells::{Marked, mark as mark_cells};
use super::notes::{boxes, boxes_added, texts, texts_added};
use super::splice::append;
use super::styles::Styles;
use crate::error::Fault;
use crate::limits::Limits;
use crate::package::{Package, Part, Want, relations_part};
use crate::value::Address;

/// Why the package was not marked.
pub(crate) enum Unfit {
    /// It cannot be read.
    Fault(Fault),
    /// It is built in a way that is not known here; a new workbook is made instead.
    Unusual,
}

const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const DRAWING: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing";
const EMPTY_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
     xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";

pub(crate) fn mark(bytes: &[u8], notes: &BTreeMap<&str, Notes>, limits: &Limits) -> Result<Vec<u8>, Unfit> {
    let mut package = Package::open(bytes, Want::Everything, limits).map_err(Unfit::Fault)?;
    if let Some(kind) = package.foreign() {
        return Err(Unfit::Fault(Fault::WrongType(kind)));
    }
    mark_package(&mut package, notes).ok_or(Unfit::Unusual)?;
    package.pack(CompressionMethod::Deflated).map_err(Unfit::Fault)
}

fn mark_package(package: &mut Package, notes: &BTreeMap<&str, Notes>) -> Option<()> {
    let workbook = package.workbook_part()?;
    let relations = package.relations(&workbook)?;
    let styles_part = relations.into_iter().find(|r| r.kind.ends_with("/styles"))?.target;
    let styles_source = text(package, &styles_part)?;
    let mut styles = Styles::read(&styles_source)?;
    for (sheet, part) in package.sheets()? {
        if let Some(notes) = notes.get(sheet.as_str()) {
            mark_sheet(package, &part, notes, &mut styles)?;
        }
    }
    put(package, &styles_part, styles.write(&styles_source)?);
    Some(())
}

fn mark_sheet(package: &mut Package, part: &str, notes: &Notes, styles: &mut Styles) -> Option<()> {
    let Marked { text: mut sheet, reference } = mark_cells(&text(package, part)?, notes, styles)?;
    let relations = package.relations(part).unwrap_or_default();
    let related = |kind: &str| relations.iter().find(|r| r.kind.ends_with(kind)).map(|r| r.target.clone());

    let mut new: Vec<Address> = notes.keys().copied().collect();
    if let Some(comments) = related("/comments") {
        let (changed, noted) = texts_added(&text(package, &comments)?, notes)?;
        new.retain(|at| !noted.contains(at));
        put(package, &comments, changed);
    } else {
        let comments = unused(package, "xl/notes", ".xml");
        put(package, &comments, texts(notes));
        relate(package, part, COMMENTS, &comments)?;
        declare(package, |p| {
            format!(
                "<{p}Override PartName=\"/{comments}\" ContentType=\"\
                 application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>"
            )
        })?;
    }
    match (related("/vmlDrawing"), reference) {
        (Some(drawing), None) => {
            let changed = boxes_added(&text(package, &drawing)?, &new)?;
            put(package, &drawing, changed);
        }
        (_, Some((at, prefix))) => {
            let drawing = unused(package, "xl/drawings/notes", ".vml");
            put(package, &drawing, boxes(&new));
            let id = relate(package, part, DRAWING, &drawing)?;
            sheet.insert_str(
                at,
                &format!(
                    "<{prefix}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                     r:id=\"{id}\"/>"
                ),
            );
            declare_vml(package)?;
        }
        (None, None) => return None,
    }
    put(package, part, sheet);
    Some(())
}

fn text(package: &Package, part: &str) -> Option<String> {
    let text = std::str::from_utf8(package.part(part)?).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

fn put(package: &mut Package, name: &str, text: String) {
    match package.parts.iter_mut().find(|part| part.name == name) {
        Some(part) => part.bytes = text.into_bytes(),
        None => package.parts.push(Part { name: name.to_owned(), bytes: text.into_bytes() }),
    }
}

/// A part name that is not taken.
fn unused(package: &Package, stem: &str, ending: &str) -> String {
    let names = (1_u32..).map(|number| format!("{stem}{number}{ending}"));
    names.into_iter().find(|name| package.part(name).is_none()).unwrap_or_default()
}

/// Adds a relation from a part to another and gives its id.
fn relate(package: &mut Package, part: &str, kind: &str, target: &str) -> Option<String> {
    let taken: Vec<String> = package.relations(part).unwrap_or_default().into_iter().map(|r| r.id).collect();
    let id = (1_u32..).map(|number| format!("rIdNotes{number}")).find(|id| !taken.contains(id))?;
    let name = relations_part(part);
    let source = text(package, &name).unwrap_or_else(|| EMPTY_RELATIONS.to_owned());
    let changed = append(&source, "Relationships", |p| {
        format!("<{p}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\"/>")
    })?;
    put(package, &name, changed);
    Some(id)
}

const TYPES: &str = "[Content_Types].xml";

fn declare(package: &mut Package, child: impl Fn(&str) -> String) -> Option<()> {
    let changed = append(&text(package, TYPES)?, "Types", child)?;
    put(package, TYPES, changed);
    Some(())
}

fn declare_vml(package: &mut Package) -> Option<()> {
    let known = text(package, TYPES)?.to_ascii_lowercase().contains("extension=\"vml\"");
    if known {
        return Some(());
    }
    declare(package, |p| {
        format!(
            "<{p}Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"
        )
    })
}
