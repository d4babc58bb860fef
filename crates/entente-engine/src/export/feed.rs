//! Stories as feeds: RSS 2.0 and Atom (RFC 4287), the latest first.

use std::io::Write;

use entente_world::{ArticleRow, Id, StoryRow, View};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};

use super::{Error, Origin, Settings, key, moment};
use crate::clean;

/// Stories in a feed.
const MOST: usize = 200;

/// What a feed tells of a story.
struct Item {
    story: StoryRow,
    articles: Vec<ArticleRow>,
    /// When it was last told, in UTC.
    at: jiff::Zoned,
}

impl Item {
    /// The first address among its articles.
    fn address(&self) -> Option<&str> {
        let addresses = self
            .articles
            .iter()
            .filter_map(|article| article.address.as_deref());
        addresses
            .into_iter()
            .find(|address| address.starts_with("http"))
    }

    fn urn(&self) -> String {
        format!(
            "urn:uuid:{}",
            key::uuid(&format!("story {}", self.story.id))
        )
    }

    /// Who tells it, with headline and id of each report.
    fn told(&self) -> String {
        let lines = self.articles.iter().map(|article| {
            let source = article.source.as_deref().unwrap_or("unknown publisher");
            let title = article.title.as_deref().unwrap_or(&article.place);
            clean::words(&format!("{source}: {title} ({})", article.id))
        });
        let n = self.articles.len();
        let reports = if n == 1 {
            "1 report".to_owned()
        } else {
            format!("{n} reports")
        };
        format!(
            "{} ({}). {}",
            self.story.id,
            reports,
            lines.collect::<Vec<_>>().join(" · ")
        )
    }
}

fn items(view: &View, settings: &Settings) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    for story in view.stories(settings.least_articles, 0, MOST)? {
        let Ok(Id::Story(number)) = story.id.parse() else {
            continue;
        };
        let (story, articles) = view.story(number)?;
        let known = || {
            story
                .known
                .parse()
                .map_or_else(|_| jiff::Zoned::default(), moment::known)
        };
        let at = story
            .last
            .as_deref()
            .and_then(moment::utc)
            .unwrap_or_else(known);
        items.push(Item {
            story,
            articles,
            at,
        });
    }
    Ok(items)
}

/// What a feed says of itself.
fn title(origin: &Origin) -> String {
    let as_of = origin
        .as_of
        .map_or(String::new(), |as_of| format!(" as known at {as_of}"));
    format!("Stories{as_of}")
}

pub(super) fn rss(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let items = items(view, settings)?;
    let origin = Origin::of(view)?;
    let mut xml = Tags(Writer::new(out));
    xml.begin("rss", &[("version", "2.0")])?;
    xml.open("channel", &[])?;
    xml.tag("title", &[], &title(&origin))?;
    xml.tag("link", &[], &format!("urn:uuid:{}", key::uuid("workspace")))?;
    xml.tag(
        "description",
        &[],
        &format!("{}; sha256 {}", origin.program, origin.hash),
    )?;
    xml.tag("generator", &[], origin.program)?;
    for item in &items {
        xml.open("item", &[])?;
        xml.tag("title", &[], &item.story.headline)?;
        if let Some(address) = item.address() {
            xml.tag("link", &[], address)?;
        }
        xml.tag("guid", &[("isPermaLink", "false")], &item.urn())?;
        xml.tag("pubDate", &[], &moment::rfc5322(&item.at))?;
        xml.tag("description", &[], &item.told())?;
        xml.close("item")?;
    }
    xml.close("channel")?;
    xml.close("rss")?;
    xml.0.into_inner().flush()?;
    Ok(items.len() as u64)
}

pub(super) fn atom(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let items = items(view, settings)?;
    let origin = Origin::of(view)?;
    let updated = items.iter().map(|item| moment::rfc3339(&item.at)).max();
    let mut xml = Tags(Writer::new(out));
    xml.begin("feed", &[("xmlns", "http://www.w3.org/2005/Atom")])?;
    xml.tag("title", &[], &title(&origin))?;
    xml.tag("id", &[], &format!("urn:uuid:{}", key::uuid("workspace")))?;
    xml.tag(
        "updated",
        &[],
        updated.as_deref().unwrap_or("1970-01-01T00:00:00Z"),
    )?;
    xml.open("author", &[])?;
    xml.tag("name", &[], origin.program)?;
    xml.close("author")?;
    xml.tag("subtitle", &[], &format!("sha256 {}", origin.hash))?;
    for item in &items {
        xml.open("entry", &[])?;
        xml.tag("title", &[], &item.story.headline)?;
        xml.tag("id", &[], &item.urn())?;
        xml.tag("updated", &[], &moment::rfc3339(&item.at))?;
        for article in &item.articles {
            let address = article
                .address
                .as_deref()
                .filter(|address| address.starts_with("http"));
            if let Some(address) = address {
                let title = clean::words(article.title.as_deref().unwrap_or_default());
                xml.tag(
                    "link",
                    &[("rel", "related"), ("href", address), ("title", &title)],
                    "",
                )?;
            }
        }
        xml.tag("summary", &[], &item.told())?;
        xml.close("entry")?;
    }
    xml.close("feed")?;
    xml.0.into_inner().flush()?;
    Ok(items.len() as u64)
}

/// Elements, each on its own line.
struct Tags<W: Write>(Writer<W>);

impl<W: Write> Tags<W> {
    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Error> {
        self.0
            .write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.0.write_event(Xml::Text(BytesText::new("\n")))?;
        self.open(name, attributes)
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Error> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Xml::Start(start))?;
        Ok(self.0.write_event(Xml::Text(BytesText::new("\n")))?)
    }

    fn close(&mut self, name: &str) -> Result<(), Error> {
        self.0.write_event(Xml::End(BytesEnd::new(name)))?;
        Ok(self.0.write_event(Xml::Text(BytesText::new("\n")))?)
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<(), Error> {
        let attributes: Vec<(&str, String)> = attributes
            .iter()
            .map(|(name, value)| (*name, clean::words(value)))
            .collect();
        let attributes = attributes
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        self.0.write_event(Xml::Start(
            BytesStart::new(name).with_attributes(attributes),
        ))?;
        self.0
            .write_event(Xml::Text(BytesText::new(&clean::words(text))))?;
        self.close(name)
    }
}
