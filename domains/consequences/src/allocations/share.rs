//! How the amount of one organisation came about, exactly.

use askama::Template;
use kernel::{OrgId, Problem};
use schemars::JsonSchema;
use scoring::{Ratio, Score};
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Allocation, AllocationId, Share};
use super::rules::State;
use super::show::visible;
use crate::amount::{Amount, grouped};
use crate::funds::record::{self as funds, Account};
use crate::policy::ReadFunds;
use crate::sources::Sources;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AllocationId,
    org: OrgId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "allocations/share.html")]
pub(super) struct ShareShow {
    #[serde(skip)]
    words: Words,
    allocation: Allocation,
    account: Account,
    share: Share,
    /// Members times coefficient.
    weight: String,
    /// The same of everybody together.
    all_weight: String,
    /// What the part by members is, to the hundredth of a 分.
    by_members: String,
    base: String,
    exact: String,
    takers: usize,
    whole: bool,
}

impl ShareShow {
    fn account_name(&self) -> String {
        crate::funds::named(&self.words, &self.account)
    }

    fn in_force(&self) -> bool {
        self.allocation.state == State::Approved
    }

    fn is_decided(&self) -> bool {
        self.share.decided.is_some()
    }

    fn rounding(&self) -> String {
        self.words.t(if self.share.rounded_up { "fund-rounded-up" } else { "fund-cut-off" })
    }

    fn base_rule(&self) -> String {
        let of = &self.allocation.parameters;
        let args =
            [("each", of.each.to_string()), ("flat", of.flat.to_string()), ("n", self.takers.to_string())];
        self.words.f("fund-rule-base", args)
    }

    fn members_rule(&self) -> String {
        let args = [
            ("members", self.share.members.to_string()),
            ("coefficient", self.share.coefficient.to_string()),
            ("weight", self.weight.clone()),
            ("all", self.all_weight.clone()),
        ];
        self.words.f("fund-rule-members", args)
    }
}

impl Page for ShareShow {
    fn title(&self) -> String {
        self.share.name.clone()
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<ShareShow, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    let reach = cx.permit.reach().clone();
    let allocation = record::find(cx.db, one.id)?;
    let all = record::shares(cx.db, one.id)?;
    let weight = |share: &Share| i64::from(share.members) * share.coefficient.thousandths();
    let (takers, all_weight) = (all.len(), all.iter().map(weight).sum::<i64>());
    let shares = visible(cx.db, &sources, &reach, &allocation, all)?;
    let share = shares.into_iter().find(|share| share.org == one.org).ok_or(Problem::Missing)?;
    let kept = |text: &str| text.parse::<Ratio>().map_err(Problem::unexpected);
    let (exact, base) = (kept(&share.exact)?, kept(&share.base)?);
    let printed = |figure: &Ratio| grouped(&figure.rounded(4).to_string());
    let score = |thousandths: i64| grouped(&Score::from_thousandths(thousandths).to_string());
    let account = funds::find(cx.db, allocation.account)?;
    Ok(ShareShow {
        weight: score(weight(&share)),
        // What others weigh together is no secret: it is the divisor of one's own amount.
        all_weight: score(all_weight),
        by_members: printed(&(exact.clone() - base.clone())),
        base: printed(&base),
        exact: printed(&exact),
        takers,
        whole: reach.all,
        account: if reach.all { account } else { Account { budget: Amount::ZERO, ..account } },
        allocation: if reach.all { allocation } else { Allocation { budget: Amount::ZERO, ..allocation } },
        share,
        words,
    })
}
