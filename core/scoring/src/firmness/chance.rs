//! Chance that is the same on every machine.
//!
//! ChaCha with twelve rounds and a 64-bit counter, from a key of 32 bytes: the caller's seed (eight bytes, little
//! endian), the FNV-1a hash of a name (likewise), and zeroes. Each name has a sequence of its own, so that nobody's
//! draws depend on who else takes part.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A sequence of draws.
pub(super) struct Chance(ChaCha12Rng);

impl Chance {
    pub fn new(seed: u64, name: &str) -> Self {
        let mut key = [0_u8; 32];
        let bytes = seed.to_le_bytes().into_iter().chain(fnv_1a(name).to_le_bytes());
        for (to, from) in key.iter_mut().zip(bytes) {
            *to = from;
        }
        Self(ChaCha12Rng::from_seed(key))
    }

    /// A whole number from 0 to below `bound`, each equally likely; 0 when the bound is 0.
    ///
    /// Multiplication with rejection: D. Lemire, *Fast random integer generation in an interval*, ACM TOMACS 29 (2019).
    pub fn below(&mut self, bound: u32) -> u32 {
        let mut product = u64::from(self.0.next_u32()) * u64::from(bound);
        if low(product) < bound {
            let unfair = bound.wrapping_neg() % bound.max(1);
            while low(product) < unfair {
                product = u64::from(self.0.next_u32()) * u64::from(bound);
            }
        }
        u32::try_from(product >> 32).unwrap_or(u32::MAX)
    }
}

fn low(product: u64) -> u32 {
    u32::try_from(product & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// The 64-bit FNV-1a hash.
fn fnv_1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // reference values of the FNV page: the empty text, "a" and "foobar"
        assert_eq!(fnv_1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv_1a("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv_1a("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn draws_are_the_same_everywhere_and_fair() {
        let mut chance = Chance::new(2_026, "办公室党总支");
        let first: Vec<u32> = (0..8).map(|_| chance.below(100)).collect();
        assert_eq!(first, FIRST);
        let mut counts = [0_u32; 6];
        (0..60_000).for_each(|_| counts[usize::try_from(chance.below(6)).unwrap()] += 1);
        // within five standard deviations of 10,000: √(60,000 · 5/36) is 91
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 456), "{counts:?}");
        assert_eq!((chance.below(1), chance.below(0)), (0, 0));
        let other: Vec<u32> = (0..8).scan(Chance::new(2_026, "b"), |c, _| Some(c.below(100))).collect();
        assert_ne!(first, other, "each name has its own");
    }

    /// From an implementation of its own of all three parts.
    const FIRST: [u32; 8] = [21, 30, 64, 92, 14, 43, 83, 94];
}
