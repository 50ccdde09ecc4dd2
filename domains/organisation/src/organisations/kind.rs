//! Kinds and states of an organisation, and kinds of the dated events of its life.

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$item])* $variant),+ }

        impl $name {
            /// How it stands in the database and in addresses.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one of that code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The one that stands in a column.
            pub(crate) fn at(row: &store::Row<'_>, column: usize) -> Result<Self, store::Error> {
                let code: String = row.get(column)?;
                Self::from_code(&code).ok_or(store::Error::WrongType {
                    column,
                    wanted: stringify!($name),
                    found: "another text",
                })
            }
        }
    };
}
pub(crate) use coded;

coded!(
    /// Kind of an organisation. The exact word of the roster stands beside it, since 机关党委 and 党委 are both a
    /// committee.
    Kind {
        /// 机关党委, 党委
        Committee = "committee",
        /// 党总支
        GeneralBranch = "general_branch",
        /// 党支部
        Branch = "branch",
        /// 党小组
        Group = "group",
    }
);

impl Kind {
    /// Every kind, the highest first.
    pub const ALL: &'static [Self] = &[Self::Committee, Self::GeneralBranch, Self::Branch, Self::Group];

    /// The kind that a roster's word means.
    ///
    /// ```
    /// use organisation::Kind;
    /// assert_eq!(Kind::from_words("机关党委"), Some(Kind::Committee));
    /// assert_eq!(Kind::from_words("党 总支"), Some(Kind::GeneralBranch));
    /// assert_eq!(Kind::from_words("团支部"), None);
    /// ```
    pub fn from_words(words: &str) -> Option<Self> {
        match kernel::names::fold(words).as_str() {
            "机关党委" | "直属机关党委" | "党委" | "党的委员会" | "基层党委" => {
                Some(Self::Committee)
            }
            "党总支" | "总支" | "党总支部" => Some(Self::GeneralBranch),
            "党支部" | "支部" | "联合党支部" => Some(Self::Branch),
            "党小组" | "小组" => Some(Self::Group),
            _ => None,
        }
    }

    /// The word that a new organisation of this kind gets when no other is given.
    pub fn word(self) -> &'static str {
        match self {
            Self::Committee => "党委",
            Self::GeneralBranch => "党总支",
            Self::Branch => "党支部",
            Self::Group => "党小组",
        }
    }
}

coded!(
    /// Whether an organisation exists.
    State {
        /// It exists.
        Normal = "normal",
        /// It was taken up into another.
        Merged = "merged",
        /// It is no more.
        Abolished = "abolished",
    }
);

coded!(
    /// Kind of a dated event.
    EventKind {
        /// It came into being.
        Founded = "founded",
        /// It got another name.
        Renamed = "renamed",
        /// It was put under another organisation.
        Moved = "moved",
        /// It took another up, or was taken up.
        Merged = "merged",
        /// Another was made out of a part of it.
        Split = "split",
        /// It became a higher kind.
        Upgraded = "upgraded",
        /// It ceased to be.
        Abolished = "abolished",
    }
);
