//! Words that stand in the database by a code.

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$item])* $variant),+ }

        impl $name {
            /// How it stands in the database, in addresses and at the end of message keys.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one of that code.
            pub fn of(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The one that stands in a column.
            pub fn at(row: &store::Row<'_>, column: usize) -> Result<Self, store::Error> {
                let code: String = row.get(column)?;
                Self::of(&code).ok_or(store::Error::WrongType {
                    column,
                    wanted: stringify!($name),
                    found: "another text",
                })
            }
        }
    };
}
pub(crate) use coded;
