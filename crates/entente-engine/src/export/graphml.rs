//! Who acts towards whom, as GraphML: an actor is a node, an act an edge.

use std::collections::BTreeSet;
use std::io::Write;

use entente_types::Polarity;
use entente_world::View;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};

use super::record::{Read, label};
use super::{Error, Settings, each, key};
use crate::clean;

/// Attributes: id, of what, name, type.
const KEYS: [(&str, &str, &str, &str); 19] = [
    ("n0", "node", "name", "string"),
    ("n1", "node", "kind", "string"),
    ("n2", "node", "country", "string"),
    ("e0", "edge", "root", "string"),
    ("e1", "edge", "realis", "string"),
    ("e2", "edge", "denied", "boolean"),
    ("e3", "edge", "from", "string"),
    ("e4", "edge", "to", "string"),
    ("e5", "edge", "confidence", "double"),
    ("e6", "edge", "claim", "string"),
    ("e7", "edge", "article", "string"),
    ("e8", "edge", "story", "string"),
    ("e9", "edge", "source", "string"),
    ("e10", "edge", "published", "string"),
    ("e11", "edge", "start", "int"),
    ("e12", "edge", "end", "int"),
    ("e13", "edge", "words", "string"),
    ("e14", "edge", "sentence", "string"),
    ("e15", "edge", "quad", "string"),
];

pub(super) fn write(view: &View, settings: &Settings, out: impl Write) -> Result<u64, Error> {
    let mut graph = Graph {
        xml: Writer::new(out),
        seen: BTreeSet::new(),
    };
    graph.begin()?;
    let mut n = 0;
    each(view, settings, |reading| {
        let read = Read::new(&reading);
        let row = &reading.row;
        for claim in &reading.claims.claims {
            let Some(event) = read.event(claim, settings) else {
                continue;
            };
            let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let day =
                |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
            let root = text(label(&event.root));
            let data = [
                root.clone(),
                text(label(&event.realis)),
                (event.polarity == Polarity::DidNot).to_string(),
                day(event.period.and_then(|period| period.from)),
                day(event.period.and_then(|period| period.to)),
                event.confidence.to_string(),
                claim.id.0.clone(),
                row.id.clone(),
                row.story.clone().unwrap_or_default(),
                row.source.clone().unwrap_or_default(),
                row.published.clone().unwrap_or_default(),
                claim.span.start.to_string(),
                claim.span.end.to_string(),
                read.words(claim.span).to_owned(),
                read.words(claim.sentence).to_owned(),
                text(label(&entente_world::Quad::of(&root))),
            ];
            for (place, (one, other)) in read.pairs(event).into_iter().enumerate() {
                let ends = [graph.node(one, &row.id)?, graph.node(other, &row.id)?];
                graph.edge(&format!("{}_{place}", claim.id.0), &ends, &data)?;
                n += 1;
            }
        }
        Ok(())
    })?;
    graph.end()?;
    Ok(n)
}

struct Graph<W: Write> {
    xml: Writer<W>,
    /// Nodes that are in it.
    seen: BTreeSet<String>,
}

impl<W: Write> Graph<W> {
    fn event(&mut self, event: Xml) -> Result<(), Error> {
        Ok(self.xml.write_event(event)?)
    }

    fn line(&mut self) -> Result<(), Error> {
        self.event(Xml::Text(BytesText::new("\n")))
    }

    fn begin(&mut self) -> Result<(), Error> {
        self.event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        self.line()?;
        let space = ("xmlns", "http://graphml.graphdrawing.org/xmlns");
        self.event(Xml::Start(
            BytesStart::new("graphml").with_attributes([space]),
        ))?;
        self.line()?;
        for (id, of, name, kind) in KEYS {
            let attributes = [
                ("id", id),
                ("for", of),
                ("attr.name", name),
                ("attr.type", kind),
            ];
            self.event(Xml::Empty(
                BytesStart::new("key").with_attributes(attributes),
            ))?;
            self.line()?;
        }
        let attributes = [("id", "acts"), ("edgedefault", "directed")];
        self.event(Xml::Start(
            BytesStart::new("graph").with_attributes(attributes),
        ))?;
        self.line()
    }

    fn end(mut self) -> Result<(), Error> {
        self.event(Xml::End(BytesEnd::new("graph")))?;
        self.event(Xml::End(BytesEnd::new("graphml")))?;
        self.line()?;
        Ok(self.xml.into_inner().flush()?)
    }

    fn data(&mut self, key: &str, value: &str) -> Result<(), Error> {
        let value = clean::words(value);
        if value.is_empty() {
            return Ok(());
        }
        self.event(Xml::Start(
            BytesStart::new("data").with_attributes([("key", key)]),
        ))?;
        self.event(Xml::Text(BytesText::new(&value)))?;
        self.event(Xml::End(BytesEnd::new("data")))
    }

    /// The id of a node, which is put into the graph once.
    fn node(&mut self, actor: &entente_types::Actor, article: &str) -> Result<String, Error> {
        let id = clean::words(&key::actor(actor, article));
        if self.seen.insert(id.clone()) {
            self.event(Xml::Start(
                BytesStart::new("node").with_attributes([("id", id.as_str())]),
            ))?;
            self.data("n0", &actor.name)?;
            self.data("n1", label(&actor.kind).as_str().unwrap_or_default())?;
            self.data(
                "n2",
                actor.country.as_ref().map_or("", |country| &country.0),
            )?;
            self.event(Xml::End(BytesEnd::new("node")))?;
            self.line()?;
        }
        Ok(id)
    }

    fn edge(
        &mut self,
        id: &str,
        [source, target]: &[String; 2],
        data: &[String],
    ) -> Result<(), Error> {
        let attributes = [("id", id), ("source", source), ("target", target)];
        self.event(Xml::Start(
            BytesStart::new("edge").with_attributes(attributes),
        ))?;
        let keys = KEYS.iter().filter(|(_, of, ..)| *of == "edge");
        for ((key, ..), value) in keys.zip(data) {
            self.data(key, value)?;
        }
        self.event(Xml::End(BytesEnd::new("edge")))?;
        self.line()
    }
}
