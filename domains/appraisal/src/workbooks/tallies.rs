//! A tally of the mass evaluation: counted ballots per organisation and voter group.

use std::collections::BTreeMap;

use kernel::{Say, names::fold};
use office::{Address, CellError, DataRow, FieldSpec, Fill, HeaderMap, Manual, Table, find_header};
use scoring::{Ballots, ChoiceCount, Indicator, SourceRef, Tally};

use super::fault::{self, Fault};
use super::heads::{self, Kind, ORGANISATION};
use super::title::Title;
use super::{Found, SheetFound, Wanted};

/// A row of a tally as it was read.
pub(super) struct TallyRow {
    file: String,
    sheet: String,
    /// Where the voter group stands.
    at: Address,
    /// Where the organisation stands, and as which text.
    organisation: (Address, String),
    tally: Tally,
}

/// A sheet of them.
pub(super) struct TallySheet {
    found: SheetFound,
    rows: Vec<TallyRow>,
}

/// Reads the sheet; what is wrong with it goes to `faults`.
pub(super) fn read(
    file: &str,
    table: &Table,
    title: &Title,
    wanted: &Wanted<'_>,
    faults: &mut Vec<Fault>,
) -> Option<TallySheet> {
    let Some((indicator, ballots)) = ballots(wanted, title) else {
        let error = title.error(table, "appraisal-fault-no-ballots", "appraisal-fix-no-ballots");
        faults.push(Fault::of_cell(file, error));
        return None;
    };
    let header = match find_header(table, &fields(ballots), &Manual::default()) {
        Ok(header) => header,
        Err(error) => {
            faults.extend(fault::of_heads(file, &error));
            return None;
        }
    };
    check_heads(file, table, &header, ballots, faults);
    let mut rows: Vec<TallyRow> = Vec::new();
    let mut organisation: Option<(String, (Address, String))> = None;
    for row in table.body(&header, Fill::Down).rows {
        let cell = row.cell(ORGANISATION);
        match cell.name() {
            Ok(Some(name)) => {
                organisation = Some((fold(&name), (cell.origin, cell.cell.value.to_string())));
            }
            Ok(None) => {}
            Err(error) => faults.push(Fault::of_cell(file, error)),
        }
        let Some((key, written)) = &organisation else {
            let error = cell.error("appraisal-fault-no-organisation", "appraisal-fix-no-organisation");
            faults.push(Fault::of_cell(file, error));
            continue;
        };
        let Some(tally) = tally_row(file, &row, key, indicator, ballots, faults) else { continue };
        let at = row.cell("group").origin;
        match rows.iter().find(|r| r.tally.participant == *key && r.tally.group == tally.group) {
            Some(known) => {
                let reason = Say::new("appraisal-fault-group-twice").with("cell", known.at);
                let error = row.cell("group").error(reason, "appraisal-fix-group-twice");
                faults.push(Fault::of_cell(file, error));
            }
            None => {
                let sheet = table.name.clone();
                let organisation = written.clone();
                rows.push(TallyRow { file: file.to_owned(), sheet, at, organisation, tally });
            }
        }
    }
    let mut keys: Vec<&str> = rows.iter().map(|row| row.tally.participant.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let found = SheetFound {
        file: file.to_owned(),
        sheet: table.name.clone(),
        kind: Kind::Tally,
        category: None,
        reviewer: None,
        organisations: keys.len(),
    };
    Some(TallySheet { found, rows })
}

/// The indicator these ballots score: the only one, or the one that the title names.
fn ballots<'a>(wanted: &Wanted<'a>, title: &Title) -> Option<(&'a Indicator, &'a Ballots)> {
    let all: Vec<_> = wanted.scheme.ballots().collect();
    let named = |(indicator, _): &&(&Indicator, &Ballots)| {
        std::iter::once(&indicator.name)
            .chain(&indicator.aliases)
            .any(|name| title.text.contains(&fold(name)))
    };
    match all.as_slice() {
        [only] => Some(*only),
        several => several.iter().find(named).copied(),
    }
}

fn fields(ballots: &Ballots) -> Vec<FieldSpec> {
    let mut fields = vec![
        heads::organisation(),
        FieldSpec::new("group", &["评价主体", "群体", "评价群体", "投票群体", "身份", "人员类别", "主体"]),
        FieldSpec::new("due", &["应参加", "应参加人数", "应到", "应到人数", "应评人数"]),
        FieldSpec::new("issued", &["发出", "发放", "发出票数", "发放票数", "发出票"]),
        heads::returned(),
        FieldSpec::new("spoilt", &["废票", "无效", "无效票", "废票数"]).optional(),
        FieldSpec::new("abstained", &["弃权", "弃权票", "未选"]).optional(),
    ];
    let named = |kind: &str, code: &String, name: &String, aliases: &[String]| {
        let names: Vec<&String> = std::iter::once(name).chain(aliases).collect();
        FieldSpec::new(format!("{kind} {code}"), &names)
    };
    fields.extend(ballots.choices.iter().map(|c| named("choice", &c.code, &c.name, &c.aliases)));
    fields.extend(ballots.left_out.iter().map(|c| named("choice", &c.code, &c.name, &c.aliases)));
    fields
}

fn check_heads(file: &str, table: &Table, header: &HeaderMap, ballots: &Ballots, faults: &mut Vec<Fault>) {
    let names: Vec<&str> = ballots.choices.iter().map(|c| c.name.as_str()).collect();
    for head in header.heads.iter().filter(|head| head.field.is_none()) {
        if !heads::is_decoration(&head.title) {
            let cell = table.located(Address::new(header.last, head.column), Fill::Everywhere);
            let reason = Say::new("appraisal-fault-choice").with("head", &head.title);
            let fix = Say::new("appraisal-fix-choice").with("names", names.join("、"));
            faults.push(Fault::of_cell(file, cell.error(reason, fix)));
        }
    }
}

fn tally_row(
    file: &str,
    row: &DataRow<'_>,
    key: &str,
    indicator: &Indicator,
    ballots: &Ballots,
    faults: &mut Vec<Fault>,
) -> Option<Tally> {
    let cell = row.cell("group");
    let written = cell.text().ok().flatten().map(|text| fold(&text)).unwrap_or_default();
    let group = ballots.groups.iter().find(|group| {
        std::iter::once(&group.name)
            .chain(&group.aliases)
            .chain([&group.code])
            .any(|name| fold(name) == written)
    });
    let Some(group) = group else {
        // The sum of an organisation's groups adds nothing.
        if !["合计", "小计", "总计"].contains(&written.as_str()) {
            let names = ballots.groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().join("、");
            let fix = Say::new("appraisal-fix-group").with("names", names);
            faults.push(Fault::of_cell(file, cell.error("appraisal-fault-group", fix)));
        }
        return None;
    };
    let before = faults.len();
    let mut count = |field: &str, needed: bool| -> u32 {
        let cell = row.cell(field);
        let number = match cell.integer() {
            Ok(None) if needed => Err(cell.error("appraisal-fault-count-missing", "appraisal-fix-count")),
            Ok(found) => u32::try_from(found.unwrap_or(0))
                .map_err(|_| cell.error("appraisal-fault-count-negative", "appraisal-fix-count")),
            Err(error) => Err(CellError { fix: Say::new("appraisal-fix-count"), ..error }),
        };
        number.unwrap_or_else(|error| {
            faults.push(Fault::of_cell(file, error));
            0
        })
    };
    let (due, issued, returned) = (count("due", true), count("issued", true), count("returned", true));
    let (spoilt, abstained) = (count("spoilt", false), count("abstained", false));
    let codes = ballots.choices.iter().map(|c| &c.code).chain(ballots.left_out.iter().map(|c| &c.code));
    let source = |cell: Address| {
        Some(SourceRef {
            file: file.to_owned(),
            sheet: row.cell("group").sheet.to_owned(),
            cell: cell.to_string(),
        })
    };
    let choices: Vec<ChoiceCount> = codes
        .map(|code| {
            let field = format!("choice {code}");
            let count = count(&field, true);
            ChoiceCount { choice: code.clone(), count, source: source(row.cell(&field).origin) }
        })
        .collect();
    if faults.len() > before {
        return None;
    }
    let sum =
        choices.iter().map(|c| u64::from(c.count)).sum::<u64>() + u64::from(spoilt) + u64::from(abstained);
    let mut wrong = |field: &str, reason: Say| {
        faults.push(Fault::of_cell(file, row.cell(field).error(reason, "appraisal-fix-ballots")));
    };
    if issued > due {
        wrong("issued", Say::new("appraisal-fault-issued").with("issued", issued).with("due", due));
    }
    if returned > issued {
        wrong(
            "returned",
            Say::new("appraisal-fault-returned").with("returned", returned).with("issued", issued),
        );
    }
    if sum != u64::from(returned) {
        wrong("returned", Say::new("appraisal-fault-sum").with("sum", sum).with("returned", returned));
    }
    Some(Tally {
        participant: key.to_owned(),
        indicator: indicator.code.clone(),
        group: group.code.clone(),
        due,
        issued,
        returned,
        choices,
        spoilt,
        source: source(cell.origin),
    })
}

/// Adds the tallies to what the score sheets gave; an organisation that no reviewer marked is unknown.
pub(super) fn join(mut sheets: Vec<TallySheet>, found: &mut Found) {
    sheets.sort_by(|a, b| (&a.found.file, &a.found.sheet).cmp(&(&b.found.file, &b.found.sheet)));
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    for sheet in sheets {
        found.sheets.push(sheet.found);
        for row in sheet.rows {
            let error = |reason: Say, fix: &'static str| {
                let (sheet, (at, value)) = (row.sheet.clone(), row.organisation.clone());
                let (sheet, value, fix) = (sheet.into(), value.into(), Say::new(fix));
                Fault::of_cell(&row.file, CellError { sheet, at, value, reason, fix })
            };
            let key = (row.tally.participant.clone(), row.tally.group.clone());
            let place = format!("{}:{}!{}", row.file, row.sheet, row.at);
            if !found.input.participants.iter().any(|p| p.key == row.tally.participant) {
                let reason = Say::new("appraisal-fault-organisation");
                found.faults.push(error(reason, "appraisal-fix-organisation"));
            } else if let Some(other) = seen.insert(key, place) {
                let reason = Say::new("appraisal-fault-tally-twice").with("other", other);
                found.faults.push(error(reason, "appraisal-fix-group-twice"));
            } else {
                found.input.tallies.push(row.tally);
            }
        }
    }
}
