//! The persons who hold the posts.

use std::collections::BTreeSet;

use rand::RngExt;

use crate::names::persons;
use crate::{Cadre, Chance, Date, Kind, Organisation, Post, Sex, Size, identity};

/// The day after which nothing on the roster happened.
const AS_OF: Date = Date::new(2015, 10, 31);

/// From that many organisations on two branches have nobody for secretary.
const VACANCIES_FROM: usize = 100;

/// Telephone number of the `nth` person: 154 and eight digits.
///
/// 154 is the one block among 150 to 159 that no operator was given, so that a number dialled by mistake reaches nobody.
pub fn telephone(nth: u32) -> String {
    // An odd factor coprime to 10^8 scatters neighbours without two of them meeting.
    format!("154{:08}", u64::from(nth) * 38_196_601 % 100_000_000)
}

pub(crate) fn generate(chance: &mut Chance, size: &Size, organisations: &[Organisation]) -> Vec<Cadre> {
    let counts = counts(chance, size.posts, organisations);
    let full_time = with_full_time_deputy(size.full_time, organisations);
    let vacant = without_secretary(organisations, &counts);
    let mut known = BTreeSet::new();
    let mut all: Vec<Cadre> = Vec::with_capacity(size.posts);
    for (place, (organisation, count)) in organisations.iter().zip(counts).enumerate() {
        let fixed = match (vacant.contains(&place), full_time.contains(&place)) {
            (true, _) => Vec::new(),
            (false, true) if count > 1 => vec![Post::Secretary, Post::FullTimeDeputy],
            (false, _) => vec![Post::Secretary],
        };
        for post in posts(chance, organisation.kind, fixed, count) {
            let nth = u32::try_from(all.len()).unwrap_or(u32::MAX);
            all.push(cadre(chance, place, organisation, post, nth, &mut known));
        }
    }
    namesakes(&mut all, &mut known);
    all
}

/// Posts per organisation: one each as far as they go, the others by chance, with more of them in the bodies than in the
/// branches and six at the most unless there are too many.
fn counts(chance: &mut Chance, posts: usize, organisations: &[Organisation]) -> Vec<usize> {
    let mut counts: Vec<usize> = (0..organisations.len()).map(|place| usize::from(place < posts)).collect();
    let mut left = posts.saturating_sub(organisations.len());
    while left > 0 && !counts.is_empty() {
        let mut tickets: Vec<(u32, usize)> = Vec::with_capacity(organisations.len() * 5);
        for (place, organisation) in organisations.iter().enumerate() {
            let share = if organisation.kind == Kind::Branch { 1 } else { 2 };
            for seat in 0..5 {
                // Later seats draw later tickets, so that most branches have three or four posts.
                tickets.push(((chance.random_range(0..1_000) + seat * 350) / share, place));
            }
        }
        tickets.sort_unstable();
        for (_, place) in tickets.into_iter().take(left) {
            left -= 1;
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    counts
}

/// The largest bodies, except the second largest: the staffing page is to find a department that should have one.
fn with_full_time_deputy(count: usize, organisations: &[Organisation]) -> BTreeSet<usize> {
    let mut bodies: Vec<(usize, &Organisation)> =
        organisations.iter().enumerate().filter(|(_, organisation)| organisation.parent == Some(0)).collect();
    bodies.sort_by_key(|(place, body)| (std::cmp::Reverse(body.members), *place));
    if count < bodies.len() && count > 1 {
        bodies.remove(1);
    }
    bodies.into_iter().take(count).map(|(place, _)| place).collect()
}

fn without_secretary(organisations: &[Organisation], counts: &[usize]) -> BTreeSet<usize> {
    if organisations.len() < VACANCIES_FROM {
        return BTreeSet::new();
    }
    let several = |from: usize| {
        let rest = organisations.iter().zip(counts).enumerate().skip(from);
        rest.filter(|(_, (organisation, count))| organisation.kind == Kind::Branch && **count > 1)
            .map(|(place, _)| place)
            .next()
    };
    [organisations.len() / 4, organisations.len() / 5 * 4].into_iter().filter_map(several).collect()
}

/// Fills up the fixed posts to `count`, no post twice before all of them are held.
fn posts(chance: &mut Chance, kind: Kind, mut posts: Vec<Post>, count: usize) -> Vec<Post> {
    let discipline = if kind == Kind::Branch { 1 } else { 6 };
    let usual = [
        (Post::Deputy, 5),
        (Post::Organisation, 12),
        (Post::Publicity, 12),
        (Post::Discipline, discipline),
        (Post::Youth, 3),
    ];
    let mut open = Vec::new();
    while posts.len() < count {
        if open.is_empty() {
            open = usual.to_vec();
        }
        let mut at = chance.random_range(0..open.iter().map(|(_, weight)| weight).sum::<u32>().max(1));
        let chosen = open.iter().position(|(_, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        posts.push(open.remove(chosen.unwrap_or(0)).0);
    }
    posts.truncate(count);
    posts.sort_unstable();
    posts
}

fn cadre(
    chance: &mut Chance,
    place: usize,
    organisation: &Organisation,
    post: Post,
    nth: u32,
    known: &mut BTreeSet<String>,
) -> Cadre {
    let sex = if chance.random_bool(0.5) { Sex::Male } else { Sex::Female };
    let (oldest, youngest) = match (post, organisation.kind) {
        (Post::Youth, _) => (1981, 1988),
        (Post::Secretary | Post::FullTimeDeputy, Kind::Branch) => (1960, 1983),
        (Post::Secretary | Post::FullTimeDeputy, _) => (1957, 1970),
        _ => (1960, 1987),
    };
    let born = Date::between(chance, Date::new(oldest, 1, 1), Date::new(youngest, 12, 31));
    let since = Date::between(chance, organisation.founded.max(Date::new(2010, 1, 4)), AS_OF);
    let joined = Date::between(chance, born.years_later(19), since.years_before(2).min(born.years_later(36)));
    Cadre {
        organisation: place,
        name: persons::name(chance, sex),
        sex,
        born,
        identity: new_identity(chance, born, sex, known),
        post,
        since,
        joined,
        telephone: telephone(nth),
    }
}

/// A number that nobody has yet. When all 500 of a birthday and sex are held one of them is given twice.
fn new_identity(chance: &mut Chance, born: Date, sex: Sex, known: &mut BTreeSet<String>) -> String {
    let first = chance.random_range(0..500);
    let free = (0..500).map(|step| identity(born, sex, first + step)).find(|number| !known.contains(number));
    let number = free.unwrap_or_else(|| identity(born, sex, first));
    known.insert(number.clone());
    number
}

/// Two persons of one name and birthday in different organisations, for the page that finds likely duplicates.
fn namesakes(all: &mut [Cadre], known: &mut BTreeSet<String>) {
    if all.len() < VACANCIES_FROM {
        return;
    }
    let Some(one) = all.get(all.len() / 3).cloned() else { return };
    let mut numbers = (0..500).map(|sequence| identity(one.born, one.sex, sequence));
    let Some(number) = numbers.rfind(|number| !known.contains(number)) else { return };
    let other = all.iter_mut().rev().find(|cadre| {
        cadre.sex == one.sex && cadre.post == one.post && cadre.since >= one.joined.years_later(2)
    });
    if let Some(other) = other.filter(|other| other.organisation != one.organisation) {
        known.insert(number.clone());
        (other.name, other.born, other.joined, other.identity) = (one.name, one.born, one.joined, number);
    }
}
