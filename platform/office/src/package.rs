//! The zip package behind an .xlsx: unpacked under limits before anything else looks at it.

use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::{Fault, Kind};
use crate::limits::Limits;

/// The parts of a package, unpacked.
pub(crate) struct Package {
    pub(crate) parts: Vec<Part>,
}

pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Which parts are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Those that hold data: markup. Pictures and macros are measured and dropped.
    Data,
    /// All of them.
    Everything,
}

impl Package {
    /// Unpacks the parts, counting the bytes that really come out and not those that the directory declares.
    pub(crate) fn open(bytes: &[u8], want: Want, limits: &Limits) -> Result<Self, Fault> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Fault::damaged)?;
        if archive.len() > limits.parts {
            return Err(Fault::Bomb);
        }
        let mut parts: Vec<Part> = Vec::with_capacity(archive.len());
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(damaged_or_encrypted)?;
            let name = entry.name().map_err(Fault::damaged)?.trim_start_matches('/').to_owned();
            if entry.is_dir() {
                continue;
            }
            let room = limits.unpacked.saturating_sub(total);
            let tight = entry.compressed_size().saturating_mul(limits.ratio).max(Limits::SMALL);
            let capacity = entry.size().min(room).min(tight);
            let mut unpacked = Vec::with_capacity(usize::try_from(capacity).unwrap_or(0));
            let read = entry.take(room.min(tight) + 1).read_to_end(&mut unpacked).map_err(Fault::damaged)?;
            let read = u64::try_from(read).unwrap_or(u64::MAX);
            if read > tight {
                return Err(Fault::Bomb);
            }
            if read > room {
                return Err(Fault::UnpacksTooLarge { limit: limits.unpacked });
            }
            total += read;
            if want == Want::Everything || is_markup(&name) {
                parts.push(Part { name, bytes: unpacked });
            }
        }
        Ok(Self { parts })
    }

    /// What a package is by its parts, or nothing when it is a workbook.
    pub(crate) fn foreign(&self) -> Option<Kind> {
        let has = |name: &str| self.part(name).is_some();
        if self.part("[Content_Types].xml").is_some_and(|bytes| contains(bytes, b"sheet.binary.macroEnabled"))
        {
            return Some(Kind::Xlsb);
        }
        if has("xl/workbook.xml") || self.workbook_part().is_some() {
            return None;
        }
        if has("word/document.xml") || has("ppt/presentation.xml") {
            return Some(Kind::Document);
        }
        if has("content.xml") && has("META-INF/manifest.xml") {
            return Some(Kind::OpenDocument);
        }
        Some(Kind::Unknown)
    }

    pub(crate) fn part(&self, name: &str) -> Option<&[u8]> {
        let found = self.parts.iter().find(|part| part.name == name);
        let found = found.or_else(|| self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(name)));
        found.map(|part| part.bytes.as_slice())
    }

    /// Name of the workbook's main part.
    pub(crate) fn workbook_part(&self) -> Option<String> {
        let relations = self.relations("")?;
        let main = relations.iter().find(|r| r.kind.ends_with("/officeDocument"))?;
        main.target.contains("workbook").then(|| main.target.clone())
    }

    /// Names of the worksheets with the parts that hold them, in the order of the workbook.
    pub(crate) fn sheets(&self) -> Option<Vec<(String, String)>> {
        let workbook = self.workbook_part().unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let relations = self.relations(&workbook)?;
        let text = std::str::from_utf8(self.part(&workbook)?).ok()?;
        let mut reader = Reader::from_str(text);
        let mut sheets = Vec::new();
        loop {
            match reader.read_event().ok()? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sheet" => {
                    let id = local_attribute(&e, "id")?;
                    let target = relations.iter().find(|r| r.id == id)?.target.clone();
                    sheets.push((local_attribute(&e, "name")?, target));
                }
                Event::Eof => return Some(sheets),
                _ => {}
            }
        }
    }

    /// The relations of a part (`""` for the package itself), targets resolved to part names.
    pub(crate) fn relations(&self, part: &str) -> Option<Vec<Relation>> {
        let text = std::str::from_utf8(self.part(&relations_part(part))?).ok()?;
        let mut reader = Reader::from_str(text);
        let mut relations = Vec::new();
        loop {
            match reader.read_event().ok()? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                    let target = attribute(&e, "Target")?;
                    let outside = attribute(&e, "TargetMode").is_some_and(|mode| mode == "External");
                    relations.push(Relation {
                        id: attribute(&e, "Id")?,
                        kind: attribute(&e, "Type")?,
                        target: if outside { target } else { resolve(part, &target) },
                    });
                }
                Event::Eof => return Some(relations),
                _ => {}
            }
        }
    }

    /// The parts as a package again. Stored parts cost the next reader nothing to unpack.
    pub(crate) fn pack(&self, method: CompressionMethod) -> Result<Vec<u8>, Fault> {
        let size = self.parts.iter().map(|part| part.bytes.len() + 2 * part.name.len() + 128).sum();
        let room = if method == CompressionMethod::Stored { size } else { size / 4 };
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
        let options = SimpleFileOptions::default().compression_method(method);
        for part in &self.parts {
            writer.start_file(&part.name, options).map_err(Fault::damaged)?;
            writer.write_all(&part.bytes).map_err(Fault::damaged)?;
        }
        writer.finish().map(Cursor::into_inner).map_err(Fault::damaged)
    }
}

/// One relation of a part to another.
pub(crate) struct Relation {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) target: String,
}

/// Name of the part that holds the relations of `part`.
pub(crate) fn relations_part(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") }
}

/// Value of an attribute by its full name, unescaped.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Value of an attribute by its name without prefix, as `r:id`.
fn local_attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

pub(crate) fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

fn is_markup(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xml", ".rels"].iter().any(|ending| name.ends_with(ending))
}

fn damaged_or_encrypted(error: zip::result::ZipError) -> Fault {
    match error {
        zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}
