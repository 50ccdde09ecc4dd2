//! Why a message did not go out, told apart by whether it can have arrived.

/// A message that was not, or perhaps not, delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// It has not arrived; another time may be better.
    Later(String),
    /// It has not arrived and will not.
    Never(String),
    /// Nobody can say whether it has arrived: the other side fell silent after it was handed over.
    Unknown(String),
}

/// Characters of a reason that are kept.
const KEPT: usize = 300;

impl Failed {
    /// The reason on one line, as it is kept.
    pub(crate) fn reason(&self) -> String {
        let (Self::Later(text) | Self::Never(text) | Self::Unknown(text)) = self;
        crate::telling::in_one_line(text).chars().take(KEPT).collect()
    }
}
