//! Accounts: the system administrator makes, closes and helps them. Roles are the security administrator's part and
//! stand in `grant_pages.rs`.

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Role, Say, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::me::role_key;
use super::{GrantRoles, ManageAccounts, ReadAccounts};
use crate::accounts::{self, Account, GrantRow, NewAccount};
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Words;
use crate::{acting, second_factor};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/accounts", ReadAccounts, list)
        .get("/admin/accounts/new", ManageAccounts, form)
        .post("/admin/accounts", ManageAccounts, create)
        .get("/admin/accounts/{id}", ReadAccounts, show)
        .sample("/admin/accounts/1")
        .post("/admin/accounts/{id}/state", ManageAccounts, set_state)
        .sample("/admin/accounts/1/state")
        .post("/admin/accounts/{id}/password", ManageAccounts, reset_password)
        .sample("/admin/accounts/1/password")
        .post("/admin/accounts/{id}/second-factor", ManageAccounts, reset_factor)
        .sample("/admin/accounts/1/second-factor")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: i64,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts.html")]
struct AccountList {
    #[serde(skip)]
    words: Words,
    accounts: Vec<Account>,
    /// Who acts for whom: running, ahead, and over.
    acting: Vec<acting::Line>,
    may_manage: bool,
    may_grant: bool,
}

impl Page for AccountList {
    fn title(&self) -> String {
        self.words.t("nav-accounts")
    }

    fn sheet(&self) -> Option<kernel::Sheet> {
        use kernel::Cell;
        let head = ["account-login", "account-name", "account-state"];
        Some(kernel::Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self
                .accounts
                .iter()
                .map(|a| {
                    vec![Cell::text(&a.login), Cell::text(&a.name), Cell::text(self.words.t(state_key(a)))]
                })
                .collect(),
        })
    }
}

fn state_key(account: &Account) -> &'static str {
    if account.active { "account-open" } else { "account-closed" }
}

fn list(cx: &mut Reading<'_, ReadAccounts>, _: Nothing) -> Result<AccountList, Problem> {
    Ok(AccountList {
        accounts: accounts::all(cx.db)?,
        acting: acting::admin_lines(cx.db, &cx.words(), cx.today())?,
        may_manage: cx.can::<ManageAccounts>(),
        may_grant: cx.can::<GrantRoles>(),
        words: cx.words(),
    })
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
struct AccountForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "account_form.html")]
struct AccountFormPage {
    #[serde(skip)]
    words: Words,
    login: String,
    name: String,
    length: usize,
    login_error: Option<String>,
    name_error: Option<String>,
    password_error: Option<String>,
}

impl Page for AccountFormPage {
    fn title(&self) -> String {
        self.words.t("account-new")
    }
}

fn form_page(words: Words, input: AccountForm, errors: &[FieldError]) -> AccountFormPage {
    let of = |field: &str| errors.iter().find(|e| e.field == field).map(|e| words.say(&e.say));
    let (login_error, name_error, password_error) = (of("login"), of("name"), of("password"));
    AccountFormPage {
        words,
        login: input.login,
        name: input.name,
        length: accounts::PASSWORD_LENGTH,
        login_error,
        name_error,
        password_error,
    }
}

fn form(cx: &mut Reading<'_, ManageAccounts>, _: Nothing) -> Result<AccountFormPage, Problem> {
    Ok(form_page(cx.words(), AccountForm::default(), &[]))
}

fn create(cx: &mut Writing<'_, ManageAccounts>, mut input: AccountForm) -> Result<Done, Rejection> {
    input.login = input.login.trim().to_owned();
    input.name = input.name.trim().to_owned();
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if input.login.is_empty() || input.login.len() > 40 || !input.login.chars().all(plain) {
        wrong("login", Say::new("account-login-form"));
    }
    if input.name.is_empty() || input.name.chars().count() > 60 {
        wrong("name", Say::new("field-required"));
    }
    if let Some(fault) = accounts::password_fault(&input.password, &input.login) {
        wrong("password", fault);
    }
    if errors.is_empty() {
        let new = NewAccount {
            login: input.login.clone(),
            name: input.name.clone(),
            person: None,
            password: accounts::hash_password(&input.password, cx.site().chance.as_ref())?,
            first_password: true,
        };
        match cx.write(move |tx| accounts::create(tx, &new)) {
            Ok(id) => {
                return Ok(Done::to(format!("/admin/accounts/{id}"))
                    .say(Say::new("account-created").with("name", &input.name))
                    .view(&serde_json::json!({ "id": id }))
                    .created());
            }
            Err(Problem::Invalid(found)) => errors = found,
            Err(problem) => return Err(problem.into()),
        }
    }
    let page = form_page(cx.words(), input, &errors);
    Err(Rejection::form(page, errors))
}

/// A role given to an account, in words.
#[derive(Serialize, JsonSchema)]
struct GrantLine {
    #[serde(flatten)]
    grant: GrantRow,
    role_name: String,
    org_name: Option<String>,
    holds: bool,
}

/// A choice of a list.
#[derive(Serialize, JsonSchema)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "account.html")]
struct AccountShow {
    #[serde(skip)]
    words: Words,
    account: Account,
    /// Whether it signs in with a second factor.
    second_factor: bool,
    locked: bool,
    grants: Vec<GrantLine>,
    roles: Vec<Choice>,
    today: Day,
    may_manage: bool,
    may_grant: bool,
}

impl AccountShow {
    /// The roles as the list of a form takes them.
    fn role_choices(&self) -> Vec<(&str, &str)> {
        self.roles.iter().map(|role| (role.value.as_str(), role.label.as_str())).collect()
    }
}

impl Page for AccountShow {
    fn title(&self) -> String {
        self.account.name.clone()
    }
}

fn show(cx: &mut Reading<'_, ReadAccounts>, input: One) -> Result<AccountShow, Problem> {
    let account = accounts::find(cx.db, UserId(input.id))?;
    let rows = accounts::grants(cx.db, account.id)?;
    let orgs: Vec<OrgId> = rows.iter().filter_map(|row| row.org).collect();
    let names = match cx.site().directory() {
        Some(directory) => directory.by_ids(cx.db, &orgs)?,
        None => Vec::new(),
    };
    let (words, today) = (cx.words(), cx.today());
    let line = |grant: GrantRow| GrantLine {
        role_name: words.t(&role_key(grant.role)),
        org_name: names.iter().find(|org| Some(org.id) == grant.org).map(|org| org.name.clone()),
        holds: grant.from <= today && grant.until.is_none_or(|until| until >= today),
        grant,
    };
    let choice = |role: &Role| Choice { value: role.code().into(), label: words.t(&role_key(*role)) };
    Ok(AccountShow {
        second_factor: second_factor::confirmed(cx.db, account.id)?,
        locked: account.locked_until > cx.now(),
        grants: rows.into_iter().map(line).collect(),
        roles: Role::ALL.iter().map(choice).collect(),
        today,
        may_manage: cx.can::<ManageAccounts>(),
        may_grant: cx.can::<GrantRoles>(),
        account,
        words,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct StateForm {
    id: i64,
    /// `open` or `closed`.
    #[serde(default)]
    state: String,
}

fn set_state(cx: &mut Writing<'_, ManageAccounts>, input: StateForm) -> Result<Done, Rejection> {
    let active = match input.state.as_str() {
        "open" => true,
        "closed" => false,
        _ => return Err(Problem::field("state", "field-choice").into()),
    };
    if !active && cx.principal().is_some_and(|who| who.user.0 == input.id) {
        return Err(Problem::refused("account-not-oneself").into());
    }
    cx.write(move |tx| accounts::activate(tx, UserId(input.id), active))?;
    let say = if active { "account-was-opened" } else { "account-was-closed" };
    Ok(Done::to(format!("/admin/accounts/{}", input.id)).say(say))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct ResetForm {
    id: i64,
    #[serde(default)]
    password: String,
}

fn reset_password(cx: &mut Writing<'_, ManageAccounts>, input: ResetForm) -> Result<Done, Rejection> {
    let user = UserId(input.id);
    let login = cx.read(move |c| Ok(accounts::find(c, user)?.login))?;
    if let Some(fault) = accounts::password_fault(&input.password, &login) {
        return Err(Problem::field("password", fault).into());
    }
    let phc = accounts::hash_password(&input.password, cx.site().chance.as_ref())?;
    cx.write(move |tx| accounts::set_password(tx, user, &phc, true, ""))?;
    Ok(Done::to(format!("/admin/accounts/{}", input.id)).say("account-password-was-set"))
}

fn reset_factor(cx: &mut Writing<'_, ManageAccounts>, input: One) -> Result<Done, Rejection> {
    cx.write(move |tx| second_factor::reset(tx, UserId(input.id)))?;
    Ok(Done::to(format!("/admin/accounts/{}", input.id)).say("factor-was-reset"))
}
