//! 群众评价汇总表: two rows per body, one for each voter group.

use crate::workbooks::WriteError;
use crate::workbooks::page::{self, Entry, Formats};
use crate::{GROUPS, Organ, Year};

const HEADS: [(&str, f64); 11] = [
    ("党组织", 34.0),
    ("评价主体", 10.0),
    ("应参加", 8.0),
    ("发出", 8.0),
    ("收回", 8.0),
    ("好", 8.0),
    ("较好", 8.0),
    ("一般", 8.0),
    ("差", 8.0),
    ("不了解", 8.0),
    ("废票", 8.0),
];

pub(super) fn write(organ: &Organ, year: &Year) -> Result<Vec<u8>, WriteError> {
    let mut book = page::workbook()?;
    let formats = Formats::new();
    let page = book.add_worksheet().set_name("汇总")?;
    page::heads(page, &formats, &format!("{}年度群众评价汇总表", year.year), &HEADS)?;
    let mut at = 3;
    for body in &year.bodies {
        for (group, tally) in GROUPS.into_iter().zip(body.tallies) {
            let mut entries = vec![Entry::Nothing, group.into()];
            entries.extend([tally.due, tally.issued, tally.returned].map(Entry::Number));
            entries.extend(tally.choices.map(Entry::Number));
            entries.extend([tally.unknown, tally.spoilt].map(Entry::Number));
            page::row(page, &formats, at, entries)?;
            at += 1;
        }
        page::down(page, &formats, (at - 2, at - 1), 0, organ.name_of(body.organisation))?;
    }
    Ok(book.save_to_buffer()?)
}
