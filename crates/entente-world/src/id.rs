//! Ids that carry their kind: `art_17`, `sty_3`, `clm_17_4`.

use std::fmt;
use std::str::FromStr;

/// Names one thing of a workspace. Numbers are given once and stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    /// An article.
    Article(u32),
    /// A story.
    Story(u32),
    /// A claim: the number of its article and its place there.
    Claim(u32, u32),
}

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id; ids look like `art_17` (article), `sty_3` (story) and `clm_17_4` (claim)")]
pub struct NoId(pub String);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(number) => write!(f, "art_{number}"),
            Self::Story(number) => write!(f, "sty_{number}"),
            Self::Claim(article, place) => write!(f, "clm_{article}_{place}"),
        }
    }
}

impl FromStr for Id {
    type Err = NoId;

    fn from_str(text: &str) -> Result<Self, NoId> {
        let number = |digits: &str| {
            let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|_| is_plain)
        };
        let parts: Vec<&str> = text.split('_').collect();
        let id = match parts[..] {
            ["art", article] => number(article).map(Self::Article),
            ["sty", story] => number(story).map(Self::Story),
            ["clm", article, place] => number(article)
                .zip(number(place))
                .map(|(article, place)| Self::Claim(article, place)),
            _ => None,
        };
        id.ok_or_else(|| NoId(text.to_owned()))
    }
}
