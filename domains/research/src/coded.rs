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
        }

        impl store::ToSql for $name {
            fn to_value(&self) -> Result<store::Value<'_>, store::Error> {
                Ok(store::Value::Text(self.code().into()))
            }
        }

        impl store::FromSql for $name {
            fn from_value(value: store::Value<'_>) -> Result<Self, &'static str> {
                match value {
                    store::Value::Text(code) => Self::of(&code).ok_or(stringify!($name)),
                    _ => Err(stringify!($name)),
                }
            }
        }
    };
}
pub(crate) use coded;
