//! What is the same on every page: its name, the moment of which it speaks, and the way to its other forms.

use entente_engine::types::ArticleId;
use entente_engine::world::{Id, Known};

use crate::asked::{Asked, Twin};
use crate::link::encode;

/// What stands around every page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// What the page is called.
    pub title: String,
    /// The part of the site that it belongs to, as its link in the navigation says.
    pub section: &'static str,
    /// The moment that was asked for, as it was written; `None` for now.
    pub as_of: Option<String>,
    /// The same as a moment to its last second.
    pub moment: Option<String>,
    /// Is this the example that stands in for an empty workspace?
    pub is_example: bool,
    /// What every form sends back, to show that it is ours.
    pub token: String,
    /// Seconds after which the page asks for itself again; 0 for never.
    pub refresh: u32,
    /// Words that are looked for, for the form at the top.
    pub words: String,
    here: String,
    path: String,
    query: Vec<(String, String)>,
    twins: Vec<Twin>,
}

impl Frame {
    /// For what was asked.
    #[must_use]
    pub fn new(asked: &Asked) -> Self {
        Self {
            as_of: asked.as_of.clone(),
            moment: asked
                .at
                .filter(|at| *at < Known::END)
                .map(|at| at.to_string()),
            here: asked.with(&[]),
            path: asked.path.clone(),
            query: asked.query.clone(),
            twins: vec![Twin::Json],
            ..Self::default()
        }
    }

    /// With a title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// In a part of the site.
    #[must_use]
    pub fn in_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// With a drawing and its table.
    #[must_use]
    pub fn with_chart(mut self) -> Self {
        self.twins.extend([Twin::Csv, Twin::Svg]);
        self
    }

    /// With a table.
    #[must_use]
    pub fn with_table(mut self) -> Self {
        self.twins.push(Twin::Csv);
        self
    }

    /// An address on this server, as of the same moment.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        let Some(as_of) = &self.as_of else {
            return path.to_owned();
        };
        let (path, part) = path
            .split_once('#')
            .map_or((path, None), |(path, part)| (path, Some(part)));
        let mark = if path.contains('?') { '&' } else { '?' };
        let part = part.map_or(String::new(), |part| format!("#{part}"));
        format!("{path}{mark}as_of={}{part}", encode(as_of))
    }

    /// May the page be written to? Neither the past nor the example can.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.as_of.is_none() && !self.is_example
    }

    /// Another page of a story.
    #[must_use]
    pub fn part(&self, story: &str, part: &str) -> String {
        self.to(&format!("/story/{story}/{part}"))
    }

    /// A story in a form that other programs read.
    #[must_use]
    pub fn export(&self, story: &str, form: &str) -> String {
        self.to(&format!("/story/{story}/export/{form}"))
    }

    /// A slot in the comparison of a story.
    #[must_use]
    pub fn slot(&self, story: &str, slot: &str) -> String {
        self.to(&format!("/story/{story}/compare#{slot}"))
    }

    /// An actor or a country.
    #[must_use]
    pub fn actor(&self, id: &str) -> String {
        self.to(&format!("/actor/{}", encode(id)))
    }

    /// Articles that tell acts in a place.
    #[must_use]
    pub fn place(&self, number: &u32) -> String {
        self.to(&format!("/search?place={number}"))
    }

    /// What somebody said.
    #[must_use]
    pub fn quotes(&self, by: &str) -> String {
        self.to(&format!("/quotes?by={}", encode(by)))
    }

    /// Two sides.
    #[must_use]
    pub fn relation(&self, one: &str, other: &str) -> String {
        self.to(&format!("/relation/{}/{}", encode(one), encode(other)))
    }

    /// An article.
    #[must_use]
    pub fn article(&self, id: &str) -> String {
        self.to(&format!("/article/{id}"))
    }

    /// A report of a comparison.
    #[must_use]
    pub fn report(&self, report: &ArticleId) -> String {
        self.article(&Id::Article(report.0).to_string())
    }

    /// A claim in its text, scrolled to its words.
    #[must_use]
    pub fn evidence(&self, claim: &str) -> String {
        self.to(&format!("/evidence/{claim}#words"))
    }

    /// The account of a story.
    #[must_use]
    pub fn story(&self, id: &str) -> String {
        self.to(&format!("/story/{id}"))
    }

    /// The same page as of now.
    #[must_use]
    pub fn now(&self) -> &str {
        &self.here
    }

    /// Where the form goes that asks for another moment.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What else was asked, for that form.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The other forms of this page: their names and addresses.
    #[must_use]
    pub fn twins(&self) -> Vec<(&'static str, String)> {
        let (path, query) = self
            .here
            .split_once('?')
            .map_or((self.here.as_str(), None), |(path, query)| {
                (path, Some(query))
            });
        let stem = if path == "/" { "/today" } else { path };
        let query = query.map_or(String::new(), |query| format!("?{query}"));
        let twins = self.twins.iter();
        twins
            .map(|twin| {
                (
                    twin.name(),
                    self.to(&format!("{stem}.{}{query}", twin.name())),
                )
            })
            .collect()
    }

    /// `page` if a link of the navigation leads to this part of the site.
    #[must_use]
    pub fn current(&self, section: &str) -> &'static str {
        if self.section == section {
            "true"
        } else {
            "false"
        }
    }
}
