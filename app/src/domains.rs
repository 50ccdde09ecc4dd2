//! The list of domains. A new one is one line here.

use web::Domain;

use crate::secrets::Secrets;

/// Every domain of the product, in the order of the menu.
pub fn all(secrets: &Secrets) -> Vec<Domain> {
    vec![web::house(), organisation::domain(&secrets.identity())]
}
