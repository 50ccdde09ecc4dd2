//! Who signs the papers of honours and money.

use kernel::{OrgId, Problem};
use store::Conn;
use web::{Site, Words};

use crate::sources::Sources;

/// The committee above that organisation, which a paper is about.
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
    let about = sources.directory.by_ids(c, &[org])?.into_iter().next();
    web::signer(c, site, words, about.as_ref().map(|one| one.path.as_str()))
}
