//! What one organisation has from one account: allotted, spent, left; and the form by which spending is entered.

use askama::Template;
use kernel::{Cell, Day, FieldError, OrgId, Problem, Reach, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, File, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Spent};
use super::record::{self, Balance, Entry, State};
use crate::allocations::record as allocations;
use crate::amount::Amount;
use crate::fields::{Faults, Fields, Figures};
use crate::funds::record::{self as funds, Account, AccountId};
use crate::policy::{ReadFunds, Spend};
use crate::sources::{Sources, reach};
use web::enclosures;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AccountId,
    org: OrgId,
}

/// Spending as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct SpendingForm {
    /// Number of the account; from the address.
    id: i64,
    /// Number of the organisation; from the address.
    org: i64,
    on: String,
    purpose: String,
    amount: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "spending/organisation.html")]
pub(super) struct OrganisationFunds {
    #[serde(skip)]
    words: Words,
    account: Account,
    balance: Balance,
    entries: Vec<Entry>,
    /// Number of the allocation in force.
    allocation: Option<allocations::AllocationId>,
    #[serde(skip)]
    tone: &'static str,
    may_spend: bool,
    #[serde(skip)]
    form: SpendingForm,
    #[serde(skip)]
    faults: Faults,
}

impl OrganisationFunds {
    fn account_name(&self) -> String {
        crate::funds::named(&self.words, &self.account)
    }

    fn at(&self, tail: &str) -> String {
        format!("/funds/{}/organisations/{}{tail}", self.account.id, self.balance.org)
    }

    fn state(&self, entry: &Entry) -> String {
        self.words.t(&format!("fund-entry-{}", entry.state.code()))
    }

    fn any_reason(&self) -> bool {
        self.entries.iter().any(|entry| !entry.reason.is_empty())
    }

    fn cancelled(&self, entry: &Entry) -> bool {
        entry.state == State::Cancelled
    }
}

impl Page for OrganisationFunds {
    fn title(&self) -> String {
        self.balance.name.clone()
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["fund-spent-on", "fund-purpose", "fund-amount", "fund-state", "consequences-reason"];
        let row = |entry: &Entry| {
            vec![
                Cell::Day(entry.spent_on),
                Cell::text(&entry.purpose),
                entry.amount.cell(),
                Cell::text(self.state(entry)),
                Cell::text(&entry.reason),
            ]
        };
        Some(Sheet {
            name: format!("{} {}", self.account_name(), self.title()),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.entries.iter().map(row).collect(),
        })
    }
}

/// Who looks at the page, and how far they may spend.
struct Viewer {
    words: Words,
    sources: Sources,
    sees: Reach,
    spends: Reach,
}

fn page(
    c: &mut Conn,
    viewer: Viewer,
    form: SpendingForm,
    errors: &[FieldError],
) -> Result<OrganisationFunds, Problem> {
    let Viewer { words, sources, sees, spends } = viewer;
    let (id, org) = (AccountId(form.id), OrgId(form.org));
    let account = funds::find(c, id)?;
    sources.must_reach(c, &sees, org)?;
    let balance = record::balances(c, id)?.into_iter().find(|balance| balance.org == org);
    let balance = balance.ok_or(Problem::Missing)?;
    let in_force = allocations::in_force(c, id)?;
    Ok(OrganisationFunds {
        account: if sees.all { account } else { Account { budget: Amount::ZERO, ..account } },
        tone: in_force.as_ref().map_or("", |one| one.parameters.tone(&balance.grade)),
        balance,
        entries: record::of_org(c, id, org)?,
        allocation: in_force.map(|one| one.id),
        may_spend: sources.must_reach(c, &spends, org).is_ok(),
        faults: Faults::of(errors, &words),
        form,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<OrganisationFunds, Problem> {
    let viewer = Viewer {
        words: cx.words(),
        sources: Sources::of(cx.site())?,
        sees: cx.permit.reach().clone(),
        spends: reach::<Spend>(cx.principal(), cx.today()),
    };
    let form =
        SpendingForm { id: one.id.0, org: one.org.0, on: cx.today().to_string(), ..SpendingForm::default() };
    page(cx.db, viewer, form, &[])
}

impl SpendingForm {
    fn check(&self, files: Vec<File>) -> Result<Spent, Problem> {
        let mut fields = Fields::default();
        let on = fields.day("on", &self.on);
        let purpose = fields.required("purpose", &self.purpose, 200);
        let amount = fields.positive("amount", &self.amount);
        let vouchers = enclosures::chosen(files, "vouchers").unwrap_or_else(|say| {
            fields.wrong("vouchers", say);
            Vec::new()
        });
        if vouchers.is_empty() && fields.faults() == 0 {
            fields.wrong("vouchers", "fund-voucher-needed");
        }
        let (account, org) = (AccountId(self.id), OrgId(self.org));
        let on = on.unwrap_or(Day::from_epoch_days(0));
        fields.done(Spent { account, org, on, purpose, amount, vouchers })
    }
}

pub(super) fn enter(
    cx: &mut Writing<'_, Spend>,
    form: SpendingForm,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (sources, spends) = (Sources::of(cx.site())?, cx.permit.reach().clone());
    let (asking, within, org) = (sources.clone(), spends.clone(), OrgId(form.org));
    cx.read(move |c| asking.must_reach(c, &within, org))?;
    let entered = form.check(files).and_then(|spent| cx.write(move |tx| actions::enter(tx, &spent)));
    match entered {
        Ok(id) => Ok(Done::to(format!("/funds/{}/organisations/{}", form.id, form.org))
            .say("fund-was-entered")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(Problem::Invalid(errors)) => {
            let viewer = Viewer { words: cx.words(), sources, sees: spends.clone(), spends };
            let shown = errors.clone();
            let page = cx.read(move |c| page(c, viewer, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
