//! What the words around an office tell: whose it is, where, and which sector.

use std::ops::Range;

use entente_types::{Dep, EntityKind, Pos, Tag};

use super::name::slug;
use super::organisation::{self, OrganisationName};
use super::scan::{OfficeHit, Scan};
use super::table::{OfficeKind, PlaceKind, city};

/// What is known of an office from the words around it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Country code.
    pub country: Option<String>,
    /// Index of the organisation it belongs to.
    pub body: Option<usize>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// `former`, `acting`, `elect`.
    pub status: Option<&'static str>,
    /// Head token of the person or thing that stands as owner: "Trump" in "Trump's envoy".
    pub owner: Option<usize>,
}

/// Everything that is needed to look around.
pub struct Around<'a, 'b> {
    /// The document.
    pub scan: &'b Scan<'a>,
    /// Names of organisations, in order.
    pub organisations: Vec<OrganisationName>,
    /// By token: index of the organisation's name.
    pub organisation_at: Vec<Option<u32>>,
}

impl<'a, 'b> Around<'a, 'b> {
    /// Finds the organisations of a document, outside of the tokens that are taken.
    #[must_use]
    pub fn new(scan: &'b Scan<'a>, taken: &[bool]) -> Self {
        let organisations = organisation::names(scan, taken);
        let ranges = organisations.iter().map(|one| one.tokens.clone());
        let organisation_at = super::index(scan.document.tokens.len(), ranges);
        Self {
            scan,
            organisations,
            organisation_at,
        }
    }

    /// The words of a run of tokens.
    #[must_use]
    pub fn words(&self, tokens: Range<usize>) -> &'a str {
        let document = self.scan.document;
        document.span(tokens).of(document.text())
    }

    /// The organisation that holds a token.
    #[must_use]
    pub fn organisation(&self, idx: usize) -> Option<usize> {
        (*self.organisation_at.get(idx)?).map(|number| number as usize)
    }

    /// The names in a noun phrase that tell an office apart from others of its kind, without states and owners:
    /// regions, parties, bodies.
    #[must_use]
    pub fn marks(&self, tokens: Range<usize>, office: OfficeHit) -> Vec<String> {
        let document = self.scan.document;
        let is_mark = |&idx: &usize| {
            let token = &document.tokens[idx];
            let owns = document
                .tokens
                .get(idx + 1)
                .is_some_and(|next| next.tag == Tag::Pos);
            let is_state = self.scan.place(idx).is_some_and(|(code, kind)| {
                !code.is_empty() && !matches!(kind, PlaceKind::Part | PlaceKind::Disputed)
            });
            let is_name = token.pos == Pos::Propn || self.organisation(idx).is_some();
            is_name && !owns && !is_state && self.scan.office(idx).is_none()
        };
        let around = tokens.filter(|idx| !(office.start..office.end).contains(idx));
        let mark = |idx: usize| match self.organisation(idx) {
            Some(body) => slug(&self.organisations[body].name),
            None => slug(document.word(idx)),
        };
        let mut marks: Vec<String> = around.filter(is_mark).map(mark).collect();
        marks.dedup();
        marks
    }

    /// Reads what stands before an office in its noun phrase, from `start`, and after it up to `end`.
    #[must_use]
    pub fn facts(&self, start: usize, office: OfficeHit, end: usize) -> Facts {
        let mut facts = Facts::default();
        self.before(start..office.start, office, &mut facts);
        self.inside(office, &mut facts);
        self.after(office.end..end, office, &mut facts);
        let own = office.office();
        if facts.country.is_none() && facts.body.is_none() && !own.country.is_empty() {
            facts.country = Some(own.country.to_owned());
        }
        if let Some(body) = facts.body.map(|body| &self.organisations[body]) {
            facts.country = facts.country.or(body.country.map(str::to_owned));
            let is_general =
                matches!(own.sector, "" | "GOV" | "EDU") || own.kind == OfficeKind::Occupation;
            if is_general {
                facts.sector = facts.sector.or(body.sector.map(str::to_owned))
            }
        }
        facts.sector = facts
            .sector
            .or(Some(own.sector.to_owned()).filter(|sector| !sector.is_empty()));
        let leads = own.kind == OfficeKind::Head && facts.country.is_some() && facts.body.is_none();
        if leads {
            facts.sector = facts.sector.or(Some("GOV".to_owned()))
        }
        facts
    }

    fn before(&self, run: Range<usize>, office: OfficeHit, facts: &mut Facts) {
        let scan = self.scan;
        for idx in run.rev() {
            let word = scan.document.word(idx).to_lowercase();
            match word.as_str() {
                "former" | "ex" | "retired" | "ousted" | "deposed" | "late" | "then" => {
                    facts.status = facts.status.or(Some("former"))
                }
                "acting" | "interim" | "caretaker" => {
                    facts.status = facts.status.or(Some("acting"))
                }
                "elect" => facts.status = facts.status.or(Some("elect")),
                "opposition" | "antiwar" | "anti-government" => {
                    facts.sector = facts
                        .sector
                        .take()
                        .or(Some("OPP".to_owned()).filter(|_| office.office().sector != "LEG"))
                }
                "muslim" | "jewish" | "christian" | "religious" | "catholic" | "buddhist"
                | "hindu" | "shiite" | "sunni"
                    if !matches!(
                        office.office().kind,
                        OfficeKind::People | OfficeKind::Body | OfficeKind::State
                    ) =>
                {
                    facts.sector = facts.sector.take().or(Some("REL".to_owned()));
                }
                _ => {}
            }
            self.place(idx, office, facts);
            let nested = scan.office(idx).filter(|hit| hit.end <= office.start);
            let is_general = office.office().sector.is_empty()
                || matches!(
                    office.office().words,
                    "official" | "chief" | "head" | "adviser"
                );
            if let Some(nested) = nested.filter(|_| is_general && facts.sector.is_none()) {
                facts.sector =
                    Some(nested.office().sector.to_owned()).filter(|sector| !sector.is_empty());
            }
            if facts.body.is_none() {
                facts.body = self.organisation(idx)
            }
            let owns = scan
                .document
                .tokens
                .get(idx + 1)
                .is_some_and(|next| next.tag == Tag::Pos);
            if owns && facts.owner.is_none() {
                facts.owner = Some(idx)
            }
        }
    }

    fn place(&self, idx: usize, office: OfficeHit, facts: &mut Facts) {
        let found = self
            .scan
            .place(idx)
            .filter(|(code, kind)| !code.is_empty() && *kind != PlaceKind::Past);
        // "China expert" studies China, "Chinese expert" is one.
        let is_topic = matches!(office.office().kind, OfficeKind::Occupation)
            && found.is_some_and(|(_, kind)| kind != PlaceKind::Adjective)
            && self
                .scan
                .document
                .tokens
                .get(idx + 1)
                .is_none_or(|next| next.tag != Tag::Pos);
        if let Some((code, _)) = found.filter(|_| !is_topic && facts.country.is_none()) {
            facts.country = Some(code.to_owned());
        } else if found.is_none() && facts.country.is_none() {
            facts.country = self.city(idx).map(str::to_owned);
        }
    }

    /// The country of the city or division whose name holds a token: "Kano State", "Odesa".
    fn city(&self, idx: usize) -> Option<&'static str> {
        let entity = self.scan.document.entity_of(idx)?;
        let is_place = matches!(
            entity.kind,
            EntityKind::Gpe | EntityKind::Loc | EntityKind::Org | EntityKind::Fac
        );
        let words = entity
            .tokens()
            .filter(|&word| self.scan.office(word).is_none());
        let (first, last) = (words.clone().next()?, words.clone().next_back()?);
        is_place.then(|| city(self.words(first..last + 1)))?
    }

    /// "president-elect", "the Chinese foreign ministry" as one phrase of the table.
    fn inside(&self, office: OfficeHit, facts: &mut Facts) {
        let tokens = &self.scan.document.tokens;
        let follows = |word: &str| {
            tokens
                .get(office.end)
                .is_some_and(|_| self.scan.document.word(office.end) == "-")
                && tokens
                    .get(office.end + 1)
                    .is_some_and(|_| self.scan.document.word(office.end + 1) == word)
        };
        if follows("elect") || follows("designate") {
            facts.status = Some("elect");
        }
    }

    fn after(&self, run: Range<usize>, office: OfficeHit, facts: &mut Facts) {
        let scan = self.scan;
        let mut preposition = "";
        for idx in run {
            let word = scan.document.word(idx);
            if scan.document.tokens[idx].pos == Pos::Adp
                && scan.hit(idx).is_none_or(|hit| hit.start == idx)
            {
                preposition = word;
                continue;
            }
            let holds = matches!(
                preposition,
                "of" | "at" | "for" | "with" | "from" | "in" | "on" | ""
            );
            if holds
                && facts.body.is_none()
                && !(preposition.is_empty() && office.office().kind == OfficeKind::Occupation)
            {
                facts.body = self.organisation(idx);
            }
            let is_adjective = scan
                .place(idx)
                .is_some_and(|(_, kind)| kind == PlaceKind::Adjective);
            if matches!(preposition, "of" | "in" | "from")
                && self.organisation(idx).is_none()
                && !is_adjective
            {
                self.place(idx, office, facts);
            }
        }
    }

    /// Where the complement of an office ends: "of the Royal Institute", "for East Asia at the Lowy Institute".
    #[must_use]
    pub fn complement_end(&self, office: OfficeHit, limit: usize) -> usize {
        let document = self.scan.document;
        let sentence = document.sentences[document.sentence_of(office.start)].tokens();
        let limit = limit.min(sentence.end).min(office.end + 16);
        let mut end = office.end;
        let mut idx = office.end;
        while idx < limit {
            let token = &document.tokens[idx];
            let in_name = self.organisation(idx).is_some() || self.scan.hit(idx).is_some();
            let goes_on = in_name
                || matches!(
                    token.pos,
                    Pos::Adp
                        | Pos::Det
                        | Pos::Adj
                        | Pos::Noun
                        | Pos::Propn
                        | Pos::Cconj
                        | Pos::Part
                )
                || super::scan::is_hyphen(document, idx)
                || (token.pos == Pos::Verb && idx > 0 && super::scan::is_hyphen(document, idx - 1));
            let is_to = token.tag == Tag::To
                && document
                    .tokens
                    .get(idx + 1)
                    .is_some_and(|next| next.pos == Pos::Verb);
            if !goes_on || is_to {
                break;
            }
            idx += 1;
            if matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj) || in_name {
                end = idx
            }
        }
        end
    }
}

/// An office and the person that holds it.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Index of the person's name.
    pub name: usize,
    /// The office.
    pub office: OfficeHit,
    /// First token of the noun phrase around the office.
    pub start: usize,
    /// One past its last token, complement included.
    pub end: usize,
    /// Title before the name, or apposition.
    pub is_title: bool,
}

/// Finds the offices that stand as titles or appositions of names. `names` are token ranges in order.
#[must_use]
pub fn attachments(around: &Around<'_, '_>, names: &[Range<usize>]) -> Vec<Attachment> {
    let mut found = Vec::new();
    for (name, tokens) in names.iter().enumerate() {
        titles(around, name, tokens, &mut found);
        before_comma(around, name, tokens, &mut found);
        after_comma(around, name, tokens, &mut found);
    }
    found
}

fn titles(
    around: &Around<'_, '_>,
    name: usize,
    tokens: &Range<usize>,
    found: &mut Vec<Attachment>,
) {
    let scan = around.scan;
    let mut at = tokens.start;
    // "retired Lt. Gen.", "General Secretary and President": several titles in a row.
    while let Some(office) = scan.office_before(at).or_else(|| bracketed(scan, at)) {
        if matches!(
            office.office().kind,
            OfficeKind::Body | OfficeKind::Force | OfficeKind::State | OfficeKind::Text
        ) || (office.is_plural && !is_coordinated(scan, tokens))
        {
            return;
        }
        let start = scan.left_edge(office.end).min(office.start);
        found.push(Attachment {
            name,
            office,
            start,
            end: office.end,
            is_title: true,
        });
        at = office.start;
        if at > 0 && scan.document.word(at - 1) == "and" && scan.office_before(at - 1).is_some() {
            at -= 1
        }
    }
}

/// "Taoiseach (Prime Minister) Kenny": the bracket explains the title before it.
fn bracketed(scan: &Scan<'_>, at: usize) -> Option<OfficeHit> {
    let close = at
        .checked_sub(1)
        .filter(|&idx| scan.document.word(idx) == ")")?;
    let inner = scan.office_before(close)?;
    let open = inner.start.checked_sub(1)?;
    (scan.document.word(open) == "(").then(|| scan.office_before(open))?
}

fn is_coordinated(scan: &Scan<'_>, tokens: &Range<usize>) -> bool {
    let next = scan.document.tokens.get(tokens.end);
    next.is_some_and(|_| matches!(scan.document.word(tokens.end), "and" | ","))
}

/// "Trump's special envoy, Steve Witkoff".
fn before_comma(
    around: &Around<'_, '_>,
    name: usize,
    tokens: &Range<usize>,
    found: &mut Vec<Attachment>,
) {
    let (scan, document) = (around.scan, around.scan.document);
    // Titles can stand between comma and name: "envoy to Ukraine, retired Lt. Gen. Keith Kellogg".
    let first = scan.left_edge(tokens.start).min(tokens.start);
    let Some(comma) = first
        .checked_sub(1)
        .filter(|&idx| document.word(idx) == ",")
    else {
        return;
    };
    let head = super::scan::head_of(document, tokens.clone());
    let Some(noun) = document
        .head(head)
        .filter(|_| document.tokens[head].dep == Dep::Appos)
    else {
        return;
    };
    let Some(office) = scan
        .office(noun)
        .filter(|hit| hit.end <= comma && !hit.is_plural && is_personal(hit))
    else {
        return;
    };
    let end = around.complement_end(office, comma);
    if end == comma {
        found.push(Attachment {
            name,
            office,
            start: scan.left_edge(office.end).min(office.start),
            end,
            is_title: false,
        });
    }
}

fn is_personal(hit: &OfficeHit) -> bool {
    matches!(
        hit.office().kind,
        OfficeKind::Head | OfficeKind::Office | OfficeKind::Occupation | OfficeKind::People
    )
}

/// "Robert Tollast, a researcher at the Royal United Services Institute".
fn after_comma(
    around: &Around<'_, '_>,
    name: usize,
    tokens: &Range<usize>,
    found: &mut Vec<Attachment>,
) {
    let (scan, document) = (around.scan, around.scan.document);
    let n_tokens = document.tokens.len();
    let mut at = tokens.end;
    if at >= n_tokens || document.word(at) != "," {
        return;
    }
    at += 1;
    // An age or a party may stand between: "Ana Ruiz, 56, a lawyer".
    if at + 1 < n_tokens && document.tokens[at].pos == Pos::Num && document.word(at + 1) == "," {
        at += 2
    }
    let sentence = document.sentences[document.sentence_of(tokens.start)].tokens();
    let mut idx = at;
    let mut offices: Vec<OfficeHit> = Vec::new();
    while idx < sentence.end && idx < at + 30 {
        if let Some(office) = scan.office(idx).filter(|hit| hit.start == idx) {
            if is_personal(&office) && (!office.is_plural || office.office().words == "people") {
                offices.push(office)
            }
            idx = office.end;
            continue;
        }
        let token = &document.tokens[idx];
        let goes_on = scan.hit(idx).is_some()
            || around.organisation(idx).is_some()
            || super::scan::is_hyphen(document, idx)
            || matches!(
                token.pos,
                Pos::Det
                    | Pos::Adj
                    | Pos::Noun
                    | Pos::Propn
                    | Pos::Adp
                    | Pos::Cconj
                    | Pos::Part
                    | Pos::Num
                    | Pos::Adv
            )
            || (token.pos == Pos::Verb && super::scan::is_hyphen(document, idx.saturating_sub(1)))
            || token.tag == Tag::PrpPoss;
        if !goes_on {
            break;
        }
        idx += 1;
    }
    let Some(&first) = offices.first() else {
        return;
    };
    let close = idx >= sentence.end
        || document.tokens[idx].pos == Pos::Punct
        || matches!(document.tokens[idx].tag, Tag::Wp | Tag::Wdt | Tag::Space);
    let is_apposed = document.tokens[first.end - 1].dep == Dep::Appos
        && document
            .head(first.end - 1)
            .is_some_and(|head| tokens.contains(&head));
    let is_run = first.office().kind == OfficeKind::Occupation
        && document.tokens[at..first.start]
            .iter()
            .all(|token| token.pos != Pos::Adp);
    let starts = is_run || first.start == at || scan.left_edge(first.end) <= at + 1;
    let in_same = scan.document.tokens[at..first.start]
        .iter()
        .all(|token| token.pos != Pos::Cconj);
    // The next name may belong to the words in between: "Putin, President Xi, …" is a list.
    let is_title = document.tokens.get(first.end).is_some_and(|next| {
        next.pos == Pos::Propn
            && around.organisation(first.end).is_none()
            && scan.hit(first.end).is_none()
    });
    let is_occupation = first.office().kind == OfficeKind::Occupation;
    let stands_alone = close && starts && (in_same || is_occupation);
    if is_title || !(is_apposed || stands_alone) {
        return;
    }
    for office in offices {
        let end = around.complement_end(office, idx);
        let start = scan.left_edge(office.end).min(office.start).max(at);
        if office.start == first.start
            || document.tokens[office.start..office.end]
                .iter()
                .any(|token| token.dep == Dep::Conj)
        {
            found.push(Attachment {
                name,
                office,
                start,
                end,
                is_title: false,
            });
        }
    }
}
