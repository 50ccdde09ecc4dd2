//! Typed record numbers: an organisation's id cannot be passed where a person's is wanted.

/// Declares a newtype over `i64` that is a record's number: serialised as the bare number, printed and parsed as
/// decimal digits.
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id_type!(
    /// An account that can sign in.
    UserId
);
id_type!(
    /// A person on the roster.
    PersonId
);
id_type!(
    /// A Party organisation (党组织).
    OrgId
);
