//! 党务干部名册.

use crate::workbooks::page::{self, Entry, Formats, number};
use crate::workbooks::{WriteError, spelling};
use crate::{Chance, Organ};

const HEADS: [(&str, f64); 11] = [
    ("序号", 6.0),
    ("所在党组织", 34.0),
    ("姓名", 10.0),
    ("性别", 6.0),
    ("出生年月", 14.0),
    ("公民身份号码", 22.0),
    ("党内职务", 12.0),
    ("专/兼职", 9.0),
    ("任职时间", 14.0),
    ("入党时间", 14.0),
    ("联系电话", 15.0),
];

/// Rows with borders and nothing in them, behind the last cadre.
const EMPTY_ROWS: usize = 5;

pub(super) fn write(chance: &mut Chance, organ: &Organ) -> Result<Vec<u8>, WriteError> {
    let mut book = page::workbook()?;
    let formats = Formats::new();
    let page = book.add_worksheet().set_name("名册")?;
    page::heads(page, &formats, "党务干部名册", &HEADS)?;
    let mut at = 3;
    let mut nth = 0;
    for group in organ.cadres.chunk_by(|one, next| one.organisation == next.organisation) {
        let first = at;
        for cadre in group {
            nth += 1;
            let entries = [
                number(nth).into(),
                Entry::Nothing,
                Entry::Text(spelling::person(chance, &cadre.name)),
                cadre.sex.word().into(),
                spelling::date(chance, cadre.born),
                Entry::Text(spelling::identity(chance, &cadre.identity)),
                cadre.post.word().into(),
                if cadre.full_time() { "专职" } else { "兼职" }.into(),
                spelling::date(chance, cadre.since),
                spelling::date(chance, cadre.joined),
                Entry::Text(spelling::telephone(chance, &cadre.telephone)),
            ];
            page::row(page, &formats, at, entries)?;
            at += 1;
        }
        let name = group.first().map_or("", |cadre| organ.name_of(cadre.organisation));
        page::down(page, &formats, (first, at - 1), 1, &spelling::organisation(chance, name))?;
    }
    for _ in 0..EMPTY_ROWS {
        page::row(page, &formats, at, HEADS.map(|_| Entry::Nothing))?;
        at += 1;
    }
    Ok(book.save_to_buffer()?)
}
