//! A claim in full: what it says, with names and words instead of places in a text, and the way back to its sentence.

use std::collections::BTreeMap;

use entente_types::{
    Actor, ActorId, Claim, ClaimKind, Content, Country, CueKind, Directness, Event, Figure, Hedge,
    Measure, Participant, Period, Polarity, Quote, Realis, Role, Root, Span, Tie, TieKind,
    TimeExpression,
};
use entente_world::{Error, Evidence, Id, Quad, Reading, View};
use schemars::JsonSchema;
use serde::Serialize;

use crate::name::called;

/// What one source says, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClaimTold {
    /// Where it stands.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The story that the article tells.
    pub story: Option<String>,
    /// Who vouches for it, from the outermost to the innermost. None: the publisher itself.
    pub holders: Vec<Party>,
    /// The rule or model that read it.
    pub rule: String,
    /// What it says.
    pub says: Says,
}

/// Somebody who is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Party {
    /// The actor; `null` where the words name nobody that is known.
    pub id: Option<String>,
    /// What it is called.
    pub name: String,
    /// Its country, as in ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The words that name it; `null` where nothing but the actor is known.
    pub words: Option<String>,
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Says {
    /// Who did what to whom.
    Event(EventSaid),
    /// Who said what.
    Quote(QuoteSaid),
    /// How many, how much.
    Figure(FigureSaid),
    /// When something was.
    Date(DateSaid),
    /// Who holds which office.
    Role(RoleSaid),
    /// Who stands how with whom.
    Tie(TieSaid),
}

/// Who did what to whom.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventSaid {
    /// PLOVER root.
    pub root: Root,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Its quadrant; `null` for roots that PLOVER does not count.
    pub quad: Option<Quad>,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Whom it is done to. With none, several actors act on each other.
    pub recipients: Vec<Party>,
    /// When.
    pub period: Option<Period>,
    /// In which way it is told.
    pub realis: Realis,
    /// Is it told that it was not?
    pub denied: bool,
    /// The words of the place.
    pub place: Option<String>,
    /// Country of the place, as in ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// The city, as a gazetteer calls it.
    pub city: Option<String>,
    /// Degrees north and east of the city.
    pub coordinates: Option<[f64; 2]>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// The word that names the act.
    pub trigger: String,
    /// The share of acts read like this one that stand, 0 to 1.
    pub confidence: f32,
}

/// Who said what.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuoteSaid {
    /// Who speaks.
    pub speaker: Option<Party>,
    /// How closely the words are given.
    pub directness: Directness,
    /// What stands between quotation marks, or all that is attributed where nothing does; in order.
    pub quoted: Vec<String>,
    /// The word that tells that something was said.
    pub cue: Option<String>,
    /// What kind of attribution that word makes.
    pub cue_kind: Option<CueKind>,
    /// To whom.
    pub addressee: Option<Party>,
    /// When, if the text says so.
    pub period: Option<Period>,
    /// How sure the speaker is, 0 to 1.
    pub confidence: f32,
}

/// How many, how much.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FigureSaid {
    /// What is counted or measured.
    pub counted: String,
    /// The number without its hedge; the lower one of a range.
    pub number: f64,
    /// Smallest number that the words allow; `null` for none.
    pub low: Option<f64>,
    /// Largest number; `null` for none.
    pub high: Option<f64>,
    /// What the words around the number say about it.
    pub hedge: Hedge,
    /// What kind of thing it states.
    pub measure: Measure,
    /// UCUM code, ISO 4217 code, `%`, or `1` for counts.
    pub unit: String,
    /// The number with its hedge and unit, as written.
    pub written: String,
    /// Of which time, if the text says so.
    pub period: Option<Period>,
    /// Of which country, if the text says so.
    pub country: Option<String>,
    /// Actors that it is about.
    pub about: Vec<Party>,
    /// Did it happen, is it planned, predicted …
    pub realis: Option<Realis>,
}

/// When something was.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DateSaid {
    /// The words.
    pub written: String,
    /// As TIMEX3.
    pub value: String,
    /// The days.
    pub period: Option<Period>,
}

/// Who holds which office.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RoleSaid {
    /// Who.
    pub person: Party,
    /// The office, as written.
    pub office: String,
    /// Of which body or state.
    pub body: Option<Party>,
    /// `former`, `acting`, `elect`, `new`, `left`, `died`; `null` for plain office.
    pub status: Option<String>,
    /// When, if the text says so.
    pub period: Option<Period>,
}

/// Who stands how with whom.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TieSaid {
    /// One side; for sanctions and support the one that gives.
    pub from: Party,
    /// The other side.
    pub to: Party,
    /// What ties them; not `kind`, which tells what the claim is.
    pub tie: TieKind,
    /// Does it bring together, rather than set apart?
    pub friendly: bool,
    /// When it holds, if the text says so.
    pub period: Option<Period>,
}

/// A claim by the number of its article and its place there, also one that a review rejects.
///
/// # Errors
///
/// If it was not known, or the workspace cannot be read.
pub fn claim(view: &View, article: u32, place: u32) -> Result<ClaimTold, Error> {
    let missing = || Error::NoSuch(Id::Claim(article, place).to_string());
    let row = view.article_row(article)?;
    let (text, claims) = view.report(article)?.ok_or_else(missing)?;
    let reading = Reading {
        row,
        article: text,
        claims,
    };
    let claim = reading.claims.claims.get(place as usize);
    Ok(Said::new(&reading).told(claim.ok_or_else(missing)?))
}

/// The claims of a reading, in order of the text; only of one kind, if one is named.
#[must_use]
pub fn claims(reading: &Reading, kind: Option<ClaimKind>) -> Vec<ClaimTold> {
    let said = Said::new(reading);
    let claims = reading.claims.claims.iter();
    let claims = claims.filter(|claim| kind.is_none_or(|kind| claim.content.kind() == kind));
    claims.map(|claim| said.told(claim)).collect()
}

impl ClaimTold {
    /// Does an actor take part in what it says, or vouch for it?
    #[must_use]
    pub fn names(&self, actor: &str) -> bool {
        let parties: Vec<&Party> = match &self.says {
            Says::Event(event) => event.actors.iter().chain(&event.recipients).collect(),
            Says::Quote(quote) => quote.speaker.iter().chain(&quote.addressee).collect(),
            Says::Figure(figure) => figure.about.iter().collect(),
            Says::Date(_) => Vec::new(),
            Says::Role(role) => std::iter::once(&role.person).chain(&role.body).collect(),
            Says::Tie(tie) => vec![&tie.from, &tie.to],
        };
        let is_meant = |one: &&Party| {
            one.id.as_deref() == Some(actor) || one.country.as_deref() == Some(actor)
        };
        parties
            .into_iter()
            .chain(&self.holders)
            .any(|one| is_meant(&one))
    }
}

/// A reading with its actors by their ids.
struct Said<'a> {
    reading: &'a Reading,
    actors: BTreeMap<&'a ActorId, &'a Actor>,
}

impl<'a> Said<'a> {
    fn new(reading: &'a Reading) -> Self {
        let actors = reading.claims.actors.actors.iter();
        Self {
            reading,
            actors: actors.map(|actor| (&actor.id, actor)).collect(),
        }
    }

    fn told(&self, claim: &Claim) -> ClaimTold {
        let article = &self.reading.article;
        let holders = claim.holders.iter().map(|one| self.party(&one.holder));
        ClaimTold {
            evidence: Evidence {
                claim: claim.id.0.clone(),
                article: self.reading.row.id.clone(),
                source: article.source.as_ref().map(|source| source.value.clone()),
                published: article
                    .published
                    .as_ref()
                    .map(|stated| stated.value.to_string()),
                start: claim.span.start,
                end: claim.span.end,
                words: self.words(claim.span),
                sentence: self.words(claim.sentence),
            },
            story: self.reading.row.story.clone(),
            holders: holders.collect(),
            rule: claim.rule.clone(),
            says: match &claim.content {
                Content::Event(event) => Says::Event(self.event(event)),
                Content::Quote(quote) => Says::Quote(self.quote(quote)),
                Content::Figure(figure) => Says::Figure(self.figure(figure)),
                Content::Date(date) => Says::Date(self.date(date)),
                Content::Role(role) => Says::Role(self.role(role)),
                Content::Tie(tie) => Says::Tie(self.tie(tie)),
            },
        }
    }

    fn words(&self, span: Span) -> String {
        span.of(&self.reading.article.text).to_owned()
    }

    /// Those whose words are given.
    fn party(&self, one: &Participant) -> Party {
        let words = self.words(one.span);
        match &one.actor {
            Some(id) => Party {
                words: Some(words),
                ..self.actor(id)
            },
            None => Party {
                id: None,
                name: words.clone(),
                country: None,
                words: Some(words),
            },
        }
    }

    fn actor(&self, id: &ActorId) -> Party {
        let actor = self.actors.get(id);
        let country = actor.and_then(|actor| actor.country.as_ref());
        Party {
            id: Some(id.0.clone()),
            name: actor.map_or_else(|| called(&id.0), |actor| actor.name.clone()),
            country: country.map(|country| country.0.clone()),
            words: None,
        }
    }

    /// A side of an act; `home` is the country of those who have none by themselves.
    fn side(&self, all: &[Participant], home: Option<&Country>) -> Vec<Party> {
        let parties = all.iter().map(|one| self.party(one));
        let at_home = parties.map(|one| Party {
            country: one.country.or_else(|| home.map(|home| home.0.clone())),
            ..one
        });
        at_home.collect()
    }

    fn event(&self, event: &Event) -> EventSaid {
        let root = serde_json::to_value(event.root).unwrap_or_default();
        let contexts = event.contexts.iter().map(|context| context.name.clone());
        let city = event.city.as_ref();
        EventSaid {
            root: event.root,
            mode: event.mode.clone(),
            quad: root.as_str().and_then(Quad::of),
            actors: self.side(&event.actors, event.actor_home.as_ref()),
            recipients: self.side(&event.recipients, event.recipient_home.as_ref()),
            period: event.period,
            realis: event.realis,
            denied: event.polarity == Polarity::DidNot,
            place: event.place.map(|span| self.words(span)),
            country: event.country.as_ref().map(|country| country.0.clone()),
            city: city.map(|city| city.name.clone()),
            coordinates: city.map(|city| [city.latitude, city.longitude]),
            contexts: contexts.collect(),
            trigger: self.words(event.trigger),
            confidence: event.confidence,
        }
    }

    fn quote(&self, quote: &Quote) -> QuoteSaid {
        let spans = match quote.words.is_empty() {
            true => &quote.content,
            false => &quote.words,
        };
        QuoteSaid {
            speaker: quote.speaker.as_ref().map(|one| self.party(one)),
            directness: quote.directness,
            quoted: spans.iter().map(|span| self.words(*span)).collect(),
            cue: quote.cue.map(|span| self.words(span)),
            cue_kind: quote.cue_kind,
            addressee: quote.addressee.as_ref().map(|one| self.party(one)),
            period: quote.period,
            confidence: quote.confidence,
        }
    }

    fn figure(&self, figure: &Figure) -> FigureSaid {
        let about = figure.about.iter().map(|id| self.actor(id));
        FigureSaid {
            counted: figure
                .counted
                .map_or_else(|| figure.property.clone(), |span| self.words(span)),
            number: figure.nominal,
            low: figure.interval.low,
            high: figure.interval.high,
            hedge: figure.hedge,
            measure: figure.measure,
            unit: figure.unit.code.clone(),
            written: self.words(figure.written),
            period: figure.scope.period,
            country: figure.scope.place.as_ref().map(|place| place.0.clone()),
            about: about.collect(),
            realis: figure.scope.realis,
        }
    }

    fn date(&self, date: &TimeExpression) -> DateSaid {
        DateSaid {
            written: self.words(date.span),
            value: date.value.clone(),
            period: date.period,
        }
    }

    fn role(&self, role: &Role) -> RoleSaid {
        RoleSaid {
            person: self.party(&role.person),
            office: self.words(role.office),
            body: role.body.as_ref().map(|body| self.party(body)),
            status: role.status.clone(),
            period: role.period,
        }
    }

    fn tie(&self, tie: &Tie) -> TieSaid {
        TieSaid {
            from: self.actor(&tie.from),
            to: self.actor(&tie.to),
            tie: tie.kind,
            friendly: tie.friendly,
            period: tie.period,
        }
    }
}
