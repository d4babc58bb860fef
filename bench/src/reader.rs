//! The readers that are measured: Entente and the peers that are written in Rust, each behind one signature.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use entente_page::{BlockModel, Known, Page, blocks};
use serde::{Deserialize, Serialize};

/// What a reader found on a page. A reader that does not give a value leaves it empty.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Found {
    /// The main text, without title and comments.
    pub text: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it: a list, or one line that the scorer splits.
    #[serde(default)]
    pub author: Author,
    /// The day of publication, year first.
    pub date: Option<String>,
}

/// The authors as a reader gives them.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Author {
    /// One name each.
    Names(Vec<String>),
    /// One line with all names.
    Line(Option<String>),
}

impl Default for Author {
    fn default() -> Self {
        Self::Line(None)
    }
}

/// Reads a page that is decoded already, with its address.
pub type Read = Box<dyn Fn(&str, &str) -> Result<Found>>;

/// One reader that can be measured.
pub struct Reader {
    /// What the table calls it.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// How it was set.
    pub options: &'static str,
}

/// Every reader of this program, Entente first.
pub const READERS: [Reader; 5] = [
    Reader {
        name: "entente",
        version: ENTENTE,
        options: "each set read with the model that was trained without it",
    },
    Reader {
        name: "entente-shipped",
        version: ENTENTE,
        options: "the model of the release, which has seen these pages",
    },
    Reader {
        name: "trafilatura-rust",
        version: "0.6.0",
        options: "exclude_comments, enable_fallback, original_url",
    },
    Reader {
        name: "trafilatura-rust-precision",
        version: "0.6.0",
        options: "exclude_comments, enable_fallback, original_url, FavorPrecision",
    },
    Reader {
        name: "dom_smoothie",
        version: "0.19.0",
        options: "TextMode::Formatted",
    },
];

const ENTENTE: &str = env!("CARGO_PKG_VERSION");

/// The reader of that name for pages of `set`.
///
/// # Errors
///
/// When no reader has that name, or the model without that set is not in `models`.
pub fn open(name: &str, set: &str, models: &Path) -> Result<Read> {
    Ok(match name {
        "entente" => {
            let model = model_without(set, models)?;
            Box::new(move |html, address| Ok(entente(Some(&model), html, address)))
        }
        "entente-shipped" => Box::new(|html, address| Ok(entente(None, html, address))),
        "trafilatura-rust" => Box::new(|html, address| {
            trafilatura(trafilatura::ExtractionFocus::Balanced, html, address)
        }),
        "trafilatura-rust-precision" => Box::new(|html, address| {
            trafilatura(trafilatura::ExtractionFocus::FavorPrecision, html, address)
        }),
        "dom_smoothie" => Box::new(dom_smoothie),
        _ => bail!("there is no reader named {name}"),
    })
}

fn model_without(set: &str, models: &Path) -> Result<BlockModel> {
    let path = models.join(format!("pages.{set}.bin"));
    let bytes = std::fs::read(&path).with_context(|| {
        format!(
            "cannot read {}; `cargo xtask train pages --folds-only` writes it",
            path.display()
        )
    })?;
    BlockModel::read(&bytes, &[blocks::n_features(), blocks::n_second()])
        .with_context(|| format!("{} does not fit; train again", path.display()))
}

fn entente(model: Option<&BlockModel>, html: &str, address: &str) -> Found {
    let page = Page {
        name: "page.html",
        bytes: html.as_bytes(),
    };
    let known = Known {
        address: (!address.is_empty()).then(|| address.to_owned()),
        ..Known::default()
    };
    let article = match model {
        Some(model) => entente_page::read_with(model, &page, &known).value,
        None => entente_page::read(&page, &known).value,
    };
    Found {
        text: Some(article.body().to_string()),
        title: article.title.map(|title| title.value),
        author: Author::Names(
            article
                .authors
                .into_iter()
                .map(|author| author.value)
                .collect(),
        ),
        date: article
            .published
            .map(|published| published.value.to_string()),
    }
}

fn trafilatura(focus: trafilatura::ExtractionFocus, html: &str, address: &str) -> Result<Found> {
    let mut options = trafilatura::Options::default()
        .with_focus(focus)
        .with_exclude_comments(true)
        .with_fallback(true);
    if let Ok(address) = url::Url::parse(address) {
        options = options.with_url(address);
    }
    let found = trafilatura::extract(html, &options).map_err(|error| anyhow!("{error}"))?;
    Ok(Found {
        text: Some(found.content_text),
        title: Some(found.metadata.title),
        author: Author::Names(
            found
                .metadata
                .author
                .split("; ")
                .map(str::to_owned)
                .collect(),
        ),
        date: found.metadata.date.map(|date| date.to_string()),
    })
}

fn dom_smoothie(html: &str, address: &str) -> Result<Found> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    let address = (!address.is_empty()).then_some(address);
    let article = dom_smoothie::Readability::new(html, address, Some(config))?.parse()?;
    Ok(Found {
        text: Some(article.text_content.to_string()),
        title: Some(article.title),
        author: Author::Line(article.byline),
        date: article
            .published_time
            .map(|time| time.chars().take(10).collect()),
    })
}
