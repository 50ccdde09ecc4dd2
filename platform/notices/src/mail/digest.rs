//! What letters say: a digest of what is unread, by when it is due, and the code that confirms an address.

use askama::Template;
use kernel::{Day, Moment, Problem};
use web::{Lang, Words};

use super::Letter;
use crate::inbox::Kept;
use crate::services::Services;

/// Days within which something is due soon.
const SOON: i64 = 7;

/// How pressing a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pressing {
    Late,
    Soon,
    Dated,
    Undated,
}

impl Pressing {
    const ALL: [Self; 4] = [Self::Late, Self::Soon, Self::Dated, Self::Undated];

    pub(crate) fn of(due: Option<Day>, today: Day) -> Self {
        match due {
            None => Self::Undated,
            Some(due) if due < today => Self::Late,
            Some(due) if today.days_until(due) <= SOON => Self::Soon,
            Some(_) => Self::Dated,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Late => "notices-digest-late",
            Self::Soon => "notices-digest-soon",
            Self::Dated => "notices-digest-dated",
            Self::Undated => "notices-digest-undated",
        }
    }
}

struct Item {
    title: String,
    due: String,
    href: String,
}

struct Group {
    label: String,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "mail/digest.txt")]
struct Plain<'a> {
    lead: &'a str,
    groups: &'a [Group],
    foot: &'a str,
    preferences: &'a str,
}

#[derive(Template)]
#[template(path = "mail/digest.html")]
struct Html<'a> {
    lang: &'static str,
    subject: &'a str,
    lead: &'a str,
    groups: &'a [Group],
    foot: &'a str,
    preferences: &'a str,
    preferences_label: &'a str,
    /// Whether there are whole addresses to follow.
    linked: bool,
}

/// The notices in groups, the most pressing first; within a group by the day they are due.
fn groups(services: &Services, words: &Words, today: Day, notices: &[Kept]) -> Vec<Group> {
    let item = |notice: &&Kept| Item {
        title: words.kept(&notice.key, &notice.args),
        due: notice
            .due
            .map(|due| words.f("notices-digest-due", [("day", words.day(due))]))
            .unwrap_or_default(),
        href: services.address(&notice.href),
    };
    let group = |pressing: Pressing| {
        let mut of: Vec<&Kept> =
            notices.iter().filter(|notice| Pressing::of(notice.due, today) == pressing).collect();
        of.sort_by_key(|notice| (notice.due, notice.id));
        Group { label: words.t(pressing.key()), items: of.iter().map(item).collect() }
    };
    Pressing::ALL.into_iter().map(group).filter(|group| !group.items.is_empty()).collect()
}

/// The digest of these notices. `number` names it for ever.
pub(crate) fn digest_letter(
    services: &Services,
    lang: Lang,
    to: &str,
    number: String,
    at: Moment,
    notices: &[Kept],
) -> Result<Letter, Problem> {
    let words = services.words(lang)?;
    let args = [("n", notices.len().to_string()), ("organ", services.organ(lang).to_owned())];
    let (subject, lead) = (words.f("notices-digest-subject", &args), words.f("notices-digest-lead", &args));
    let groups = groups(services, &words, at.day(), notices);
    let (foot, preferences) = (words.t("notices-digest-foot"), services.address("/notices/preferences"));
    let label = words.t("notices-preferences-title");
    let html = Html {
        lang: lang.tag(),
        subject: &subject,
        lead: &lead,
        groups: &groups,
        foot: &foot,
        preferences: &preferences,
        preferences_label: &label,
        linked: !services.base.is_empty(),
    };
    let html = html.render().map_err(Problem::unexpected)?;
    let plain = Plain { lead: &lead, groups: &groups, foot: &foot, preferences: &preferences };
    let plain = plain.render().map_err(Problem::unexpected)?;
    Ok(Letter { to: to.to_owned(), number, at, subject, plain, html })
}

/// The letter with the code that confirms an address.
pub(crate) fn code_letter(
    services: &Services,
    words: &Words,
    to: &str,
    number: String,
    at: Moment,
    code: &str,
) -> Result<Letter, Problem> {
    let args = [("code", code.to_owned()), ("organ", services.organ(words.lang()).to_owned())];
    let (subject, lead) = (words.f("notices-code-subject", &args), words.f("notices-code-lead", &args));
    let (foot, none) = (words.t("notices-code-foot"), String::new());
    let html = Html {
        lang: words.lang().tag(),
        subject: &subject,
        lead: &lead,
        groups: &[],
        foot: &foot,
        preferences: &none,
        preferences_label: &none,
        linked: false,
    };
    let html = html.render().map_err(Problem::unexpected)?;
    let plain = Plain { lead: &lead, groups: &[], foot: &foot, preferences: &none };
    let plain = plain.render().map_err(Problem::unexpected)?;
    Ok(Letter { to: to.to_owned(), number, at, subject, plain, html })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_told_by_how_soon() {
        let today = Day::parse("2015-12-02").unwrap();
        let of = |day: &str| Pressing::of(Some(Day::parse(day).unwrap()), today);
        assert_eq!(of("2015-12-01"), Pressing::Late);
        assert_eq!(of("2015-12-02"), Pressing::Soon);
        assert_eq!(of("2015-12-09"), Pressing::Soon);
        assert_eq!(of("2015-12-10"), Pressing::Dated);
        assert_eq!(Pressing::of(None, today), Pressing::Undated);
    }
}
