//! What may never be a basis of appraisal.
//!
//! The rules on government applications (国办函〔2026〕12号) forbid check-in streaks, point rankings and the use of
//! likes, shares, online votes or study minutes as a basis of appraisal. People are not scored for being seen online.

/// Words that name such a measurement wherever they stand in a Chinese name.
const CHINESE: [&str; 62] = [
    "点击量",
    "点击数",
    "点击次数",
    "点击率",
    "点赞",
    "获赞",
    "集赞",
    "转发",
    "转载量",
    "转赞评",
    "分享量",
    "分享次数",
    "分享数",
    "阅读量",
    "阅读数",
    "阅读时长",
    "浏览量",
    "浏览次数",
    "浏览时长",
    "访问量",
    "访问次数",
    "播放量",
    "观看量",
    "观看时长",
    "收看时长",
    "评论量",
    "评论数",
    "跟帖",
    "粉丝",
    "关注数",
    "关注量",
    "收藏量",
    "收藏数",
    "在线时长",
    "在线时间",
    "在线分钟",
    "在线率",
    "学习时长",
    "学时排名",
    "学习分钟",
    "学习积分",
    "积分",
    "登录次数",
    "登录天数",
    "登录率",
    "登陆次数",
    "登录时长",
    "活跃度",
    "活跃率",
    "日活",
    "签到",
    "打卡",
    "连续学习天数",
    "网络投票",
    "网上投票",
    "线上投票",
    "微信投票",
    "扫码投票",
    "网络评选",
    "网上评选",
    "网络票选",
    "人气",
];

/// Chinese words that name such a measurement when both stand in one name, whatever is between them.
const CHINESE_PAIRS: [(&str, &str); 6] = [
    ("在线", "时长"),
    ("在线", "分钟"),
    ("学习", "时长"),
    ("登录", "次数"),
    ("观看", "时长"),
    ("网络", "投票"),
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
/// Blanks inside Chinese words do not hide them.
///
/// ```
/// use scoring::counts_attention;
/// assert_eq!(counts_attention("文章点 赞数").as_deref(), Some("点赞"));
/// assert_eq!(counts_attention("login-streak").as_deref(), Some("streak"));
/// assert_eq!(counts_attention("中心工作"), None);
/// ```
#[must_use]
pub fn recognised(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let chinese: String =
        text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace("微积分", "");
    if let Some(word) = CHINESE.iter().find(|word| chinese.contains(**word)) {
        return Some((*word).to_owned());
    }
    let pair = CHINESE_PAIRS.iter().find(|(a, b)| chinese.contains(a) && chinese.contains(b));
    if let Some((first, second)) = pair {
        return Some(format!("{first}…{second}"));
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| !w.is_empty()).collect();
    if let Some(word) = words.iter().find(|word| ENGLISH.contains(word)) {
        return Some((*word).to_owned());
    }
    words.iter().zip(words.iter().skip(1)).find_map(|(first, second)| {
        ENGLISH_PAIRS.contains(&(*first, *second)).then(|| format!("{first} {second}"))
    })
}
