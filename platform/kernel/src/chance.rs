//! Randomness, injected so that a test can repeat it.

/// A source of unpredictable bytes.
pub trait Chance: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);

    /// A token of 32 bytes in lower-case hexadecimal, for sessions and links.
    fn token(&self) -> String {
        let mut bytes = [0u8; 32];
        self.fill(&mut bytes);
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }
}
