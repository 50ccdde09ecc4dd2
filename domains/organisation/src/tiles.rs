//! This domain's part of the home page.

use kernel::Problem;
use store::Conn;
use web::{Tile, Visitor};

use crate::checks::record as checks;
use crate::parameters;
use crate::policy::{ReadChecks, ReadOrganisations, RecordElections};
use crate::scope;
use crate::terms::list::lines;
use crate::terms::rules::Due;

const COUNT: &str = "SELECT COUNT(*) FROM organisations WHERE state = 'normal'";
const CADRES: &str = "SELECT COUNT(*) FROM appointments WHERE until_on IS NULL";

pub(crate) fn statements() -> Vec<&'static str> {
    vec![COUNT, CADRES]
}

pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let (words, today) = (&visitor.words, visitor.today);
    let who = Some(&visitor.who);
    let mut tiles = Vec::new();
    if scope::reach::<ReadOrganisations>(who, today).is_some_and(|reach| reach.all) {
        let cadres = c.count(CADRES, &[])?;
        tiles.push(Tile {
            title: words.t("organisation-list"),
            figure: c.count(COUNT, &[])?.to_string(),
            note: words.f("tile-cadres", [("n", cadres.to_string())]),
            href: "/organisations/tree".into(),
            urgent: false,
        });
    }
    if let Some(reach) = scope::reach::<ReadChecks>(who, today) {
        let n = checks::of_organisations(c, &reach, today)?.len()
            + checks::of_persons(c, &reach, today)?.len()
            + checks::of_duplicates(c, &reach)?.len();
        tiles.push(Tile {
            title: words.t("check-title"),
            figure: n.to_string(),
            note: words.t("tile-checks"),
            href: "/organisations/checks".into(),
            urgent: false,
        });
    }
    if let Some(reach) = scope::reach::<RecordElections>(who, today) {
        let parameters = parameters::read(c)?;
        let lines = lines(c, today, &parameters, &reach)?;
        let count = |due: Due| lines.iter().filter(|line| line.state == due).count();
        let (overdue, soon) = (count(Due::Overdue), count(Due::Soon));
        if overdue + soon > 0 {
            tiles.push(Tile {
                title: words.t("election-list"),
                figure: (overdue + soon).to_string(),
                note: words
                    .f("tile-elections", [("overdue", overdue.to_string()), ("soon", soon.to_string())]),
                href: "/elections".into(),
                urgent: overdue > 0,
            });
        }
    }
    Ok(tiles)
}
