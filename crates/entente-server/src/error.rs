//! What can go wrong with a request, and how it is told.

use axum::http::StatusCode;
use entente_engine::world;

/// Why a request gets no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An address that names nothing, or nothing yet at the moment that was asked for.
    #[error("there is no `{0}`")]
    NoSuch(String),
    /// A name by which no act calls anybody.
    #[error("nobody is called `{0}` here")]
    NoSuchActor(String),
    /// A form of a page that it does not have.
    #[error("this page has no form `{0}`")]
    NoTwin(&'static str),
    /// Something in the address or the form that cannot be understood.
    #[error("{0}")]
    Unclear(String),
    /// A correction that speaks of what is not so, or would change nothing.
    #[error("{0}")]
    NoReview(String),
    /// A form that did not come from a page of this server, or a reader who may not write.
    #[error("{0}")]
    Forbidden(&'static str),
    /// A reader or a writer who does not show the token.
    #[error("{0}")]
    NeedsToken(&'static str),
    /// A name under which the server does not answer.
    #[error("this server does not answer under that name; `entente serve --host NAME` allows one")]
    WrongHost,
    /// Something that is not done at an address.
    #[error("there is no `{0}` at this address")]
    NoMethod(String),
    /// More bytes than are taken.
    #[error("this is too large; at most {0} bytes are taken")]
    TooLarge(usize),
    /// Bytes of another kind than are taken.
    #[error("only `{0}` is taken here")]
    WrongKind(&'static str),
    /// More jobs than may wait.
    #[error("too many jobs wait already")]
    TooMany,
    /// Somebody from elsewhere who asks too often.
    #[error("you ask too often")]
    TooOften,
    /// More questions at once than are answered.
    #[error("too many questions at once; try again in a moment")]
    Busy,
    /// A question that takes too long.
    #[error("this question takes too long")]
    TooLong,
    /// The workspace cannot be read or written.
    #[error("{0}")]
    World(world::Error),
    /// A fault of the program.
    #[error("a fault of the program kept the page from being made: {0}")]
    Program(String),
}

/// How a fault is told.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The status of the answer.
    pub status: StatusCode,
    /// What `docs/problems.md` explains.
    pub code: &'static str,
    /// What to do, in words.
    pub advice: &'static str,
}

impl Fault {
    /// How it is told.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::NoSuch(_) => Told {
                status: StatusCode::NOT_FOUND,
                code: "no-such-thing",
                advice: "It may be known later than the moment that is asked for, or be part of something else now.",
            },
            Self::NoSuchActor(_) => Told {
                status: StatusCode::NOT_FOUND,
                code: "no-such-actor",
                advice: "Give a country (China, CHN), a name as reports use it, or an id (person:xi-jinping).",
            },
            Self::NoTwin(_) => Told {
                status: StatusCode::NOT_FOUND,
                code: "no-such-form",
                advice: "Every page has .json; tables have .csv and drawings .svg.",
            },
            Self::Unclear(_) => Told {
                status: StatusCode::BAD_REQUEST,
                code: "bad-request",
                advice: "Go back and look at what was asked.",
            },
            Self::NoReview(_) => Told {
                status: StatusCode::CONFLICT,
                code: "bad-review",
                advice: "`/review` tells what was said so far; nothing was changed.",
            },
            Self::Forbidden(_) => Told {
                status: StatusCode::FORBIDDEN,
                code: "not-allowed",
                advice: "Open the page anew and try again from there.",
            },
            Self::NeedsToken(_) => Told {
                status: StatusCode::UNAUTHORIZED,
                code: "needs-token",
                advice: "Send `Authorization: Bearer TOKEN` with the token of `entente serve --token TOKEN`.",
            },
            Self::WrongHost => Told {
                status: StatusCode::MISDIRECTED_REQUEST,
                code: "wrong-host",
                advice: "Ask by the address that `entente serve` printed.",
            },
            Self::NoMethod(_) => Told {
                status: StatusCode::METHOD_NOT_ALLOWED,
                code: "no-such-method",
                advice: "The header `Allow` names what is done there.",
            },
            Self::TooLarge(_) => Told {
                status: StatusCode::PAYLOAD_TOO_LARGE,
                code: "too-large",
                advice: "Send less at once.",
            },
            Self::WrongKind(_) => Told {
                status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
                code: "wrong-kind",
                advice: "Name the kind of what is sent in `Content-Type`.",
            },
            Self::TooMany => Told {
                status: StatusCode::TOO_MANY_REQUESTS,
                code: "too-many-jobs",
                advice: "Wait until one of them is done: `/api/v1/jobs` tells.",
            },
            Self::TooOften => Told {
                status: StatusCode::TOO_MANY_REQUESTS,
                code: "too-often",
                advice: "Wait a few seconds; 20 questions come back in each.",
            },
            Self::Busy | Self::TooLong => Told {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "too-much",
                advice: "Ask for less, or again in a moment.",
            },
            Self::World(world::Error::Locked(_)) => Told {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "workspace-locked",
                advice: "Another process is writing; try again when it is done.",
            },
            Self::World(_) => Told {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                code: "bad-workspace",
                advice: "`entente doctor` tells how the workspace stands.",
            },
            Self::Program(_) => Told {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                code: "server-fault",
                advice: "Please report it with the address of the page.",
            },
        }
    }
}

impl From<world::Error> for Fault {
    fn from(error: world::Error) -> Self {
        match error {
            world::Error::NoSuch(id) => Self::NoSuch(id),
            world::Error::Question(why) => Self::Unclear(why),
            world::Error::Review(why) => Self::NoReview(why),
            world::Error::TooLong => Self::TooLong,
            other => Self::World(other),
        }
    }
}
