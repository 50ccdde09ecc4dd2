//! Reading .xlsx and .xlsm: cells are streamed, so that a million empty rows or an enormous declared dimension cost
//! neither memory nor a message.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use kernel::Day;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::CompressionMethod;

use crate::error::Fault;
use crate::limits::Limits;
use crate::package::{Package, Want, attribute};
use crate::table::{Builder, Spent, Table};
use crate::value::{Address, Cell, Region, Value};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Fault> {
    let package = Package::open(bytes, Want::Data, limits)?;
    if let Some(kind) = package.foreign() {
        return Err(Fault::WrongType(kind));
    }
    let parts = package.sheets().ok_or_else(|| Fault::damaged("no list of sheets"))?;
    if parts.len() > limits.sheets {
        return Err(Fault::TooManySheets { found: parts.len(), limit: limits.sheets });
    }
    for part in &package.parts {
        if part.name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            believable(&part.bytes)?;
        }
    }
    let mut merged = Vec::with_capacity(parts.len());
    for (name, part) in &parts {
        merged.push((name.clone(), merged_regions(name, package.part(part).unwrap_or_default(), limits)?));
    }
    let stored = package.pack(CompressionMethod::Stored)?;
    drop(package);

    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(stored)).map_err(fault)?;
    let mut tables = Vec::new();
    let mut spent = Spent::default();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut builder = Builder::new(sheet.name.clone(), limits, &mut spent);
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(fault)?;
        while let Some(found) = cells.next_cell_with_formula_metadata().map_err(fault)? {
            let cell = Cell { value: value(found.value), formula: found.formula.is_some() };
            builder.put(Address::new(found.pos.0, found.pos.1), cell)?;
        }
        if let Some(at) = merged.iter().position(|(name, _)| *name == sheet.name) {
            builder.merge(merged.swap_remove(at).1)?;
        }
        tables.push(builder.finish(sheet.visible != SheetVisible::Visible));
    }
    Ok(tables)
}

/// The reader makes room for as many texts as the part declares; there cannot be more than it has bytes.
fn believable(texts: &[u8]) -> Result<(), Fault> {
    let mut reader = Reader::from_str(std::str::from_utf8(texts).map_err(Fault::damaged)?);
    loop {
        match reader.read_event().map_err(Fault::damaged)? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sst" => {
                let declared = attribute(&e, "uniqueCount").and_then(|count| count.parse::<usize>().ok());
                let room = texts.len();
                return match declared.filter(|count| *count > room) {
                    Some(_) => Err(Fault::damaged("declares more texts than it has bytes")),
                    None => Ok(()),
                };
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}

fn value(data: DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::SharedString(text) => Value::text(text),
        DataRef::String(text) | DataRef::DurationIso(text) => Value::text(text),
        DataRef::Int(number) => Value::Number(number.to_string()),
        DataRef::Float(number) => Value::number(number),
        DataRef::Bool(yes) => Value::Bool(yes),
        DataRef::DateTime(time) => date(time),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

/// A date cell as a day; a duration or a bare time of day stays the number it is.
pub(crate) fn date(time: ExcelDateTime) -> Value {
    let serial = time.as_f64();
    if !time.is_datetime() || serial < 1.0 {
        return Value::number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Value::number(serial) };
    let Ok(day) = Day::new(year, month, day) else { return Value::number(serial) };
    let seconds =
        u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second) + u32::from(milli >= 500);
    if seconds == 0 { Value::Day(day) } else { Value::Time(day, seconds.min(86_399)) }
}

pub(crate) fn iso(text: String) -> Value {
    let (day, time) = text.split_once('T').unwrap_or((text.as_str(), ""));
    let Ok(day) = Day::parse(day) else { return Value::text(text) };
    let mut clock =
        time.trim_end_matches('Z').split(':').map(|part| part.split('.').next()?.parse::<u32>().ok());
    let mut next = || clock.next().flatten().unwrap_or(0);
    let seconds = next() * 3600 + next() * 60 + next();
    if seconds == 0 { Value::Day(day) } else { Value::Time(day, seconds.min(86_399)) }
}

/// The merged regions stand behind the cells: only that tail of the part is parsed, not the part a second time.
fn merged_regions(sheet: &str, part: &[u8], limits: &Limits) -> Result<Vec<Region>, Fault> {
    const END: &[u8] = b"sheetData";
    let tail =
        part.windows(END.len()).rposition(|window| window == END).and_then(|at| part.get(at + END.len()..));
    let Some(tail) = tail else { return Ok(Vec::new()) };
    let tail = tail.iter().position(|b| *b == b'>').and_then(|at| tail.get(at + 1..)).unwrap_or_default();
    let text = std::str::from_utf8(tail).map_err(Fault::damaged)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().check_end_names = false;
    let mut regions = Vec::new();
    loop {
        match reader.read_event().map_err(Fault::damaged)? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "mergeCell" => {
                let text = attribute(&e, "ref").unwrap_or_default();
                let nonsense = |_| Fault::MergedNonsense { sheet: sheet.to_owned(), region: text.clone() };
                regions.push(text.parse().map_err(nonsense)?);
                if regions.len() > limits.merged {
                    return Err(Fault::TooManyMerged { sheet: sheet.to_owned(), limit: limits.merged });
                }
            }
            Event::End(e) if e.local_name().as_ref() == "mergeCells" => break,
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(regions)
}
