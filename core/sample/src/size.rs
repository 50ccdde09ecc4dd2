//! How large an organ is to be.

use std::ops::RangeInclusive;

/// Bodies per category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// 综合管理类.
    pub administration: usize,
    /// 审查业务类.
    pub examination: usize,
    /// 直属单位社会团体类.
    pub affiliated: usize,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> usize {
        self.administration + self.examination + self.affiliated
    }
}

/// How large an organ is to be. The default is the reference organ: 1 committee, 41 bodies, 330 branches, 1,294 posts,
/// 10 full-time deputy secretaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Bodies that are appraised.
    pub bodies: Counts,
    /// Branches below them.
    pub branches: usize,
    /// Posts, one per row of the roster and each held by another person.
    pub posts: usize,
    /// Bodies with a full-time deputy secretary; these posts count among [`Size::posts`].
    pub full_time: usize,
    /// Least and greatest number of members of an ordinary branch; in administrative bodies two thirds of it.
    pub branch_members: RangeInclusive<u32>,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            bodies: Counts { administration: 13, examination: 13, affiliated: 15 },
            branches: 330,
            posts: 1_294,
            full_time: 10,
            branch_members: 18..=46,
        }
    }
}

impl Size {
    /// An organ with that many posts, everything else in the proportions of the reference organ; at least one body per
    /// category, so that fewer than four posts leave some of them without a secretary.
    pub fn persons(posts: usize) -> Self {
        let usual = Self::default();
        let scaled = |count: usize| count.saturating_mul(posts).saturating_add(usual.posts / 2) / usual.posts;
        let bodies = Counts {
            administration: scaled(usual.bodies.administration).max(1),
            examination: scaled(usual.bodies.examination).max(1),
            affiliated: scaled(usual.bodies.affiliated).max(1),
        };
        Self { bodies, branches: scaled(usual.branches), posts, full_time: scaled(usual.full_time), ..usual }
    }

    /// The reference organ with everything `n` times: 41 bodies, 410, 4,100.
    pub fn times(n: usize) -> Self {
        let usual = Self::default();
        let bodies = Counts {
            administration: usual.bodies.administration * n,
            examination: usual.bodies.examination * n,
            affiliated: usual.bodies.affiliated * n,
        };
        Self {
            bodies,
            branches: usual.branches * n,
            posts: usual.posts * n,
            full_time: usual.full_time * n,
            ..usual
        }
    }
}
