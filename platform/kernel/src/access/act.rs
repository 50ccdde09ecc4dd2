//! Acts: what a person can do, and the table of roles that may do it.

use serde::Serialize;

use super::Role;

/// How far a role reaches when it does an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Only what is about the person.
    Own,
    /// The organisation of the grant.
    Branch,
    /// That organisation and everything below it.
    Below,
    /// The whole organ.
    All,
}

/// Who is let through before roles are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Everybody, signed in or not.
    Open,
    /// Everybody who is signed in.
    SignedIn,
    /// Those whose roles allow the act.
    Roles,
}

/// Something a person can do. Implemented by [`acts!`](crate::acts), [`Open`] and [`SignedIn`], and nowhere else.
pub trait Act: Send + Sync + 'static {
    /// Who is let through before roles are asked.
    const DOOR: Door = Door::Roles;
    /// `domain.verb_object`, as `appraisal.read_cycle`; message key `act-` with hyphens for dots and underscores.
    const NAME: &'static str;
    /// Which roles may do it, and how far.
    const ALLOW: &'static [(Role, Span)];
}

/// What needs no account: the sign-in page, help, health.
#[derive(Debug, Clone, Copy)]
pub struct Open;

impl Act for Open {
    const DOOR: Door = Door::Open;
    const NAME: &'static str = "open";
    const ALLOW: &'static [(Role, Span)] = &[];
}

/// What everybody with an account may do: their own password, their own page.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn;

impl Act for SignedIn {
    const DOOR: Door = Door::SignedIn;
    const NAME: &'static str = "signed_in";
    const ALLOW: &'static [(Role, Span)] = &[];
}

/// The row of an act in the table of role × act that people read.
#[derive(Debug, Clone, Copy)]
pub struct ActInfo {
    /// See [`Act::NAME`].
    pub name: &'static str,
    /// See [`Act::ALLOW`].
    pub allow: &'static [(Role, Span)],
}

/// Declares the acts of a domain and the list of them.
///
/// ```
/// kernel::acts! {
///     /// See the ranking.
///     ReadRanking = "appraisal.read_ranking": [CommitteeAdmin => All, OrganisationSecretary => All],
/// }
/// assert_eq!(acts()[0].name, "appraisal.read_ranking");
/// ```
#[macro_export]
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $code:literal : [$($role:ident => $span:ident),* $(,)?]),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $crate::Act for $name {
                const NAME: &'static str = $code;
                const ALLOW: &'static [($crate::Role, $crate::Span)] =
                    &[$(($crate::Role::$role, $crate::Span::$span)),*];
            }
        )+

        /// Every act of this domain, for the manifest and the printed policy table.
        pub fn acts() -> Vec<$crate::access::ActInfo> {
            vec![$($crate::access::ActInfo { name: $code, allow: <$name as $crate::Act>::ALLOW }),+]
        }
    };
}
