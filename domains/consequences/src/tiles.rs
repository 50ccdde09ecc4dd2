//! What waits for somebody on the home page: allocations to approve, vouchers to confirm.

use kernel::access::reach_of;
use kernel::{Act, Problem};
use store::{Conn, audit};
use web::{Tile, Visitor};

use crate::allocations::record as allocations;
use crate::allocations::rules::{Capacity, may_decide};
use crate::allocations::{capacities, record::Allocation};
use crate::funds::record as funds;
use crate::policy::ConfirmVoucher;
use crate::spending::record as spending;

pub(crate) fn tiles(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Tile>, Problem> {
    let words = &visitor.words;
    let mut tiles = Vec::new();
    let held = capacities(Some(&visitor.who), visitor.today);
    if !held.is_empty() {
        for id in allocations::waiting(c)? {
            let allocation = allocations::find(c, id)?;
            if waits_for(c, &allocation, visitor, &held)? {
                let account = funds::find(c, allocation.account)?;
                tiles.push(Tile {
                    title: crate::funds::named(words, &account),
                    figure: words.t("fund-state-proposed"),
                    note: words.t("fund-tile-approve"),
                    href: format!("/allocations/{id}"),
                    urgent: false,
                });
            }
        }
    }
    if reach_of(&visitor.who, ConfirmVoucher::ALLOW, visitor.today).is_some() {
        let waiting = spending::to_confirm(c)?;
        if waiting > 0 {
            tiles.push(Tile {
                title: words.t("fund-spending"),
                figure: waiting.to_string(),
                note: words.t("fund-tile-confirm"),
                href: "/spending?state=entered".into(),
                urgent: false,
            });
        }
    }
    Ok(tiles)
}

fn waits_for(
    c: &mut Conn,
    allocation: &Allocation,
    visitor: &Visitor,
    held: &[Capacity],
) -> Result<bool, Problem> {
    let given = allocations::approvals(c, allocation)?;
    let by = audit::actor_code(&kernel::Actor::User(visitor.who.user));
    Ok(held.iter().any(|capacity| may_decide(&allocation.authors, &given, &by, *capacity).is_ok()))
}
