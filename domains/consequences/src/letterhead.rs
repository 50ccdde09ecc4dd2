//! Who signs the papers of honours and money.

use kernel::{OrgId, Problem};
use store::Conn;
use web::{Lang, Site, Words};

use crate::sources::Sources;

/// Words by which the name of a committee is told from that of its organ.
const OF_THE_PARTY: [&str; 2] = ["党", "Party"];

/// The committee of the organ: as the directory names what stands at the top above an organisation, or else by the name
/// of the organ in the settings.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn signer(
    c: &mut Conn,
    site: &Site,
    words: &Words,
    sources: &Sources,
    org: OrgId,
) -> Result<String, Problem> {
    let organ = match words.lang() {
        Lang::Zh => &site.settings.organ,
        Lang::En => &site.settings.organ_en,
    };
    // Organisations bear Chinese names only.
    if words.lang() == Lang::Zh {
        let own = sources.directory.by_ids(c, &[org])?.into_iter().next();
        let above: Vec<OrgId> = own.and_then(|own| root(&own.path)).into_iter().collect();
        if let Some(committee) = sources.directory.by_ids(c, &above)?.into_iter().next() {
            return Ok(committee.name);
        }
    }
    if OF_THE_PARTY.iter().any(|word| organ.contains(word)) {
        return Ok(organ.clone());
    }
    Ok(words.f("consequences-signer", [("organ", organ.clone())]))
}

/// The organisation at the top of a path that goes on below it.
fn root(path: &str) -> Option<OrgId> {
    let (root, below) = path.split_once('.')?;
    if below.is_empty() { None } else { root.parse().ok().map(OrgId) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_path_is_what_stands_above() {
        assert_eq!([root("1.2."), root("12.3.4.")], [Some(OrgId(1)), Some(OrgId(12))]);
        assert_eq!([root("1."), root(""), root("x.2.")], [None, None, None]);
    }
}
