//! Is everything still what it was: every blob by its hash, every claim by its sentence?

use entente_types::{Claims, Content, Span};

use crate::{Error, Id, Known, World, blob};

/// What a check looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Blobs whose bytes were hashed.
    pub n_blobs: u64,
    /// Claims whose spans were looked up.
    pub n_claims: u64,
    /// Spans that were looked up.
    pub n_spans: u64,
    /// Everything that is wrong, in order of the workspace.
    pub faults: Vec<Fault>,
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was looked at: an id, or "blob 7".
    pub what: String,
    /// What is wrong.
    pub how: String,
}

impl World {
    /// Hashes every blob and looks up every span of every claim in the text of its article.
    ///
    /// # Errors
    ///
    /// If the database itself cannot be read.
    pub fn verify(&self, mut step: impl FnMut(u64)) -> Result<Verified, Error> {
        let mut found = Verified::default();
        if let Some(fault) = self.connection.fault(100)? {
            found.fault("the database", fault);
        }
        let mut blobs = self
            .connection
            .prepare("SELECT number FROM blob ORDER BY number")?;
        for number in blobs.query_map((), |row| row.get(0))? {
            let number: i64 = number?;
            found.n_blobs += 1;
            step(1);
            if !blob::is_whole(&self.connection, number)? {
                found.fault(format!("blob {number}"), "its bytes are not what was kept");
            }
        }
        let mut articles = self
            .connection
            .prepare("SELECT number FROM article ORDER BY number")?;
        let view = self.at(Some(Known::END));
        for number in articles.query_map((), |row| row.get(0))? {
            let number: u32 = number?;
            step(1);
            let article = match view.article(number) {
                Ok(article) => article,
                Err(error) => {
                    found.fault(Id::Article(number), error);
                    continue;
                }
            };
            match view.claims(number) {
                Ok(Some((_, claims))) => found.read(number, &article.text, &claims),
                Ok(None) => {}
                Err(error) => found.fault(Id::Article(number), error),
            }
        }
        Ok(found)
    }
}

impl Verified {
    fn fault(&mut self, what: impl ToString, how: impl ToString) {
        self.faults.push(Fault {
            what: what.to_string(),
            how: how.to_string(),
        });
    }

    fn read(&mut self, article: u32, text: &str, claims: &Claims) {
        for (place, claim) in claims.claims.iter().enumerate() {
            self.n_claims += 1;
            let mut spans = vec![claim.sentence, claim.span];
            spans.extend(claim.holders.iter().map(|one| one.holder.span));
            match &claim.content {
                Content::Event(event) => {
                    spans.extend([event.trigger, event.clause]);
                    spans.extend(
                        event
                            .actors
                            .iter()
                            .chain(&event.recipients)
                            .map(|one| one.span),
                    );
                    spans.extend(
                        event
                            .place
                            .iter()
                            .chain(&event.object)
                            .chain(&event.period_span),
                    );
                }
                Content::Quote(quote) => spans.extend(quote.content.iter().chain(&quote.words)),
                Content::Figure(_) | Content::Date(_) | Content::Role(_) | Content::Tie(_) => {}
            }
            self.n_spans += spans.len() as u64;
            let is_slice = |span: &Span| {
                text.get(span.range())
                    .is_some_and(|words| !words.is_empty())
            };
            if let Some(span) = spans.iter().find(|span| !is_slice(span)) {
                let (start, end) = (span.start, span.end);
                let id = Id::Claim(article, u32::try_from(place).unwrap_or(u32::MAX));
                self.fault(
                    id,
                    format!("bytes {start} to {end} are no words of its article"),
                );
            }
        }
    }
}
