//! Who signs the papers of the organ.

use kernel::{OrgId, Problem};
use store::Conn;

use crate::site::Site;
use crate::words::{Lang, Words};

/// Words by which the name of a committee is told from that of its organ.
const OF_THE_PARTY: [&str; 2] = ["党", "Party"];

/// The committee of the organ: as the directory names what stands at the top of `path`, the path of an organisation that a
/// paper is about, or else by the name of the organ in the settings.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn signer(c: &mut Conn, site: &Site, words: &Words, path: Option<&str>) -> Result<String, Problem> {
    let organ = match words.lang() {
        Lang::Zh => &site.settings.organ,
        Lang::En => &site.settings.organ_en,
    };
    // Organisations bear Chinese names only.
    if words.lang() == Lang::Zh
        && let Some(directory) = site.directory()
    {
        let top: Vec<OrgId> = path.and_then(top).into_iter().collect();
        if let Some(committee) = directory.by_ids(c, &top)?.into_iter().next() {
            return Ok(committee.name);
        }
    }
    if OF_THE_PARTY.iter().any(|word| organ.contains(word)) {
        return Ok(organ.clone());
    }
    Ok(words.f("paper-signer", [("organ", organ.clone())]))
}

/// The organisation at the top of a path that goes on below it.
fn top(path: &str) -> Option<OrgId> {
    let (top, below) = path.split_once('.')?;
    if below.is_empty() { None } else { top.parse().ok().map(OrgId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_path_is_what_stands_above() {
        assert_eq!([top("1.2."), top("12.3.4.")], [Some(OrgId(1)), Some(OrgId(12))]);
        assert_eq!([top("1."), top(""), top("x.2.")], [None, None, None]);
    }
}
