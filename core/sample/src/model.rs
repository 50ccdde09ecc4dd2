//! What an organ consists of.

use crate::Date;

/// Kind of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 机关党委, the one at the top.
    OrganCommittee,
    /// 党委.
    Committee,
    /// 党总支.
    GeneralBranch,
    /// 党支部.
    Branch,
}

impl Kind {
    /// The word of the office's list.
    pub fn word(self) -> &'static str {
        match self {
            Self::OrganCommittee => "机关党委",
            Self::Committee => "党委",
            Self::GeneralBranch => "党总支",
            Self::Branch => "党支部",
        }
    }
}

/// The group in which a body is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// 综合管理类.
    Administration,
    /// 审查业务类.
    Examination,
    /// 直属单位社会团体类.
    Affiliated,
}

impl Category {
    /// Every one, in the order of the list.
    pub const ALL: [Self; 3] = [Self::Administration, Self::Examination, Self::Affiliated];

    /// The word of the office's list.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administration => "综合管理类",
            Self::Examination => "审查业务类",
            Self::Affiliated => "直属单位社会团体类",
        }
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// `001`, `001017`, `001017004`: three digits for each level, more where a thousand bodies need them.
    pub code: String,
    /// Full name, different from every other.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Place of the organisation above in [`crate::Organ::organisations`]; none for the organ's committee.
    pub parent: Option<usize>,
    /// Category of the body it is or belongs to; none for the organ's committee.
    pub category: Option<Category>,
    /// When it was founded, never before the organisation above.
    pub founded: Date,
    /// Party members: of a branch its own, above that the sum.
    pub members: u32,
}

/// Sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Sex {
    /// The word of the roster.
    pub fn word(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }
}

/// A post, in the order in which a roster lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// 书记.
    Secretary,
    /// 专职副书记.
    FullTimeDeputy,
    /// 副书记.
    Deputy,
    /// 组织委员.
    Organisation,
    /// 宣传委员.
    Publicity,
    /// 纪检委员.
    Discipline,
    /// 青年委员.
    Youth,
}

impl Post {
    /// The word of the roster.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secretary => "书记",
            Self::FullTimeDeputy => "专职副书记",
            Self::Deputy => "副书记",
            Self::Organisation => "组织委员",
            Self::Publicity => "宣传委员",
            Self::Discipline => "纪检委员",
            Self::Youth => "青年委员",
        }
    }
}

/// A person in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadre {
    /// Place of the organisation in [`crate::Organ::organisations`].
    pub organisation: usize,
    /// Name, invented.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub born: Date,
    /// Identity number, different from every other; see [`crate::identity`].
    pub identity: String,
    /// Post; only [`Post::FullTimeDeputy`] is full-time.
    pub post: Post,
    /// Since when in this post.
    pub since: Date,
    /// When admitted to the Party: of age, and before `since`.
    pub joined: Date,
    /// Telephone; see [`crate::telephone`].
    pub telephone: String,
}

impl Cadre {
    /// Whether the post is a full-time one.
    pub fn full_time(&self) -> bool {
        self.post == Post::FullTimeDeputy
    }
}

/// An indicator that reviewers mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indicator {
    /// The dimension above it.
    pub dimension: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Full mark, in points.
    pub full: u32,
}

const fn indicator(dimension: &'static str, name: &'static str, full: u32) -> Indicator {
    Indicator { dimension, name, full }
}

/// The eight indicators of the score sheets, 85 points in all; the mass evaluation holds the other 15.
pub const INDICATORS: [Indicator; 8] = [
    indicator("领导班子", "班子建设", 10),
    indicator("领导班子", "民主集中", 10),
    indicator("党员队伍", "教育管理", 10),
    indicator("党员队伍", "先锋作用", 10),
    indicator("工作机制", "制度健全", 10),
    indicator("工作机制", "组织生活", 10),
    indicator("工作业绩", "中心工作", 15),
    indicator("工作业绩", "特色创新", 10),
];

/// Reviewers of each category's panel.
pub const REVIEWERS: usize = 7;

/// Voter groups of the mass evaluation.
pub const GROUPS: [&str; 2] = ["党员", "群众"];

/// Choices on a ballot that count, best first.
pub const CHOICES: [&str; 4] = ["好", "较好", "一般", "差"];

/// One year's appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Every body, in the order of the organisations.
    pub bodies: Vec<Appraised>,
}

/// What is known of one body in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraised {
    /// Place of the body in [`crate::Organ::organisations`].
    pub organisation: usize,
    /// Its category.
    pub category: Category,
    /// Marks in half points, per reviewer and then per indicator of [`INDICATORS`].
    pub marks: [[u32; 8]; REVIEWERS],
    /// Counted ballots per group of [`GROUPS`].
    pub tallies: [Tally; 2],
}

/// Counted ballots of one voter group. Due ≥ issued ≥ returned, and returned is the sum of the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Who may vote.
    pub due: u32,
    /// Ballots handed out.
    pub issued: u32,
    /// Ballots that came back.
    pub returned: u32,
    /// Of these, per choice of [`CHOICES`].
    pub choices: [u32; 4],
    /// 不了解.
    pub unknown: u32,
    /// 废票.
    pub spoilt: u32,
}
