//! What may never be a basis of appraisal.
//!
//! The rules on government applications (国办函〔2026〕12号) forbid check-in streaks, point rankings and the use of
//! likes, shares, online votes or study minutes as a basis of appraisal. People are not scored for being seen online.

/// Words that name such a measurement wherever they stand in a Chinese name.
const CHINESE: [&str; 31] = [
    "点击量",
    "点击数",
    "点击次数",
    "点击率",
    "点赞",
    "转发",
    "转载量",
    "分享量",
    "分享次数",
    "分享数",
    "阅读量",
    "浏览量",
    "访问量",
    "播放量",
    "评论量",
    "评论数",
    "跟帖",
    "粉丝",
    "关注数",
    "在线时长",
    "在线时间",
    "在线分钟",
    "学习时长",
    "学习分钟",
    "学习积分",
    "登录次数",
    "签到",
    "打卡",
    "网络投票",
    "网上投票",
    "线上投票",
];

/// The same as whole words of an English name or code.
const ENGLISH: [&str; 14] = [
    "clicks",
    "likes",
    "shares",
    "reposts",
    "retweets",
    "pageviews",
    "followers",
    "streak",
    "streaks",
    "checkins",
    "logins",
    "leaderboard",
    "upvotes",
    "screentime",
];

/// The same as neighbouring words.
const ENGLISH_PAIRS: [(&str, &str); 16] = [
    ("check", "in"),
    ("check", "ins"),
    ("sign", "ins"),
    ("log", "ins"),
    ("page", "views"),
    ("share", "count"),
    ("click", "count"),
    ("like", "count"),
    ("minutes", "online"),
    ("online", "minutes"),
    ("online", "time"),
    ("online", "votes"),
    ("online", "hours"),
    ("study", "minutes"),
    ("learning", "minutes"),
    ("screen", "time"),
];

/// The word by which `text` is recognised as counting clicks, likes, shares, minutes online, check-ins or streaks.
pub(super) fn recognised(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    if let Some(word) = CHINESE.iter().find(|word| text.contains(**word)) {
        return Some((*word).to_owned());
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()).collect();
    if let Some(word) = words.iter().find(|word| ENGLISH.contains(word)) {
        return Some((*word).to_owned());
    }
    words.iter().zip(words.iter().skip(1)).find_map(|(first, second)| {
        ENGLISH_PAIRS.contains(&(*first, *second)).then(|| format!("{first} {second}"))
    })
}
