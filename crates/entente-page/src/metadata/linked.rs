//! What JSON-LD states about the article, its page and its publisher.

use entente_types::{Field, Span};

use super::json::{Json, Kind};
use super::{Place, Source, title};
use crate::html::scan::TagKind;

/// Longest script that is read; longer ones hold catalogues.
const MAX_BYTES: usize = 1 << 20;
/// Most objects of one page that are looked at.
const MAX_OBJECTS: usize = 256;
/// Most authors of one article.
const MAX_AUTHORS: usize = 24;

/// An object that says something: which script, which value of it, and what it is.
struct Object {
    script: usize,
    idx: usize,
    kind: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Article,
    Page,
    Site,
}

/// Reads all scripts of JSON-LD on a page.
pub fn read(source: &mut Source<'_, '_>) {
    let tags = source
        .scan
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::JsonLd);
    let scripts: Vec<(Json<'_>, usize)> = tags
        .filter(|tag| tag.content.len() <= MAX_BYTES)
        .map(|tag| {
            (
                Json::read(tag.content.of(source.scan.source)),
                tag.content.start as usize,
            )
        })
        .collect();
    let mut objects = Vec::new();
    for (script, (json, _)) in scripts.iter().enumerate() {
        for root in json.roots() {
            visit(json, script, root, 0, &mut objects);
        }
    }
    let main = main_article(source, &scripts, &objects);
    let reader = Reader { scripts: &scripts };
    for (number, object) in objects.iter().enumerate() {
        match object.kind {
            Role::Article if main == Some(number) => reader.article(source, object),
            Role::Page => reader.page(source, object, main.is_none()),
            Role::Site => reader.site(source, object),
            Role::Article => {}
        }
    }
}

/// Collects the objects that speak of this page, not those that are listed on it.
fn visit(json: &Json<'_>, script: usize, idx: usize, depth: usize, objects: &mut Vec<Object>) {
    const WAYS: [&str; 6] = [
        "@graph",
        "mainEntity",
        "mainEntityOfPage",
        "isPartOf",
        "subjectOf",
        "article",
    ];
    if depth > 6 || objects.len() >= MAX_OBJECTS {
        return;
    }
    if json.kind(idx) == Kind::Array {
        json.children(idx)
            .for_each(|child| visit(json, script, child, depth + 1, objects));
        return;
    }
    if json.kind(idx) != Kind::Object {
        return;
    }
    if let Some(kind) = role(json, idx) {
        objects.push(Object { script, idx, kind });
    }
    for child in json.children(idx) {
        if WAYS.contains(&json.key(child)) {
            visit(json, script, child, depth + 1, objects);
        }
    }
}

fn role(json: &Json<'_>, idx: usize) -> Option<Role> {
    let kind = json.get(idx, "@type")?;
    let is = |value: usize| {
        let name = json.string(value)?;
        let name = name.rsplit(['/', ':']).next().unwrap_or_default();
        if name.ends_with("Article")
            || name.ends_with("Posting") && name != "JobPosting"
            || matches!(
                name,
                "Report" | "Review" | "Recipe" | "Interview" | "HowTo" | "CriticReview"
            )
        {
            Some(Role::Article)
        } else if name.ends_with("Page")
            || matches!(
                name,
                "VideoObject" | "CreativeWork" | "Product" | "MedicalWebPage" | "PodcastEpisode"
            )
        {
            Some(Role::Page)
        } else if name.ends_with("Organization")
            || matches!(name, "WebSite" | "Newspaper" | "Periodical" | "Corporation")
        {
            Some(Role::Site)
        } else {
            None
        }
    };
    let kinds: Vec<usize> = match json.kind(kind) {
        Kind::Array => json.children(kind).collect(),
        _ => vec![kind],
    };
    let roles: Vec<Role> = kinds.into_iter().filter_map(is).collect();
    [Role::Article, Role::Page, Role::Site]
        .into_iter()
        .find(|role| roles.contains(role))
}

/// Of several articles, the one with the headline or the address of the page; else the first that has a
/// headline, else the first.
fn main_article(
    source: &Source<'_, '_>,
    scripts: &[(Json<'_>, usize)],
    objects: &[Object],
) -> Option<usize> {
    let titles: Vec<String> = source
        .metadata
        .of(Field::Title)
        .take(12)
        .map(|(_, said)| title::key(&said.value))
        .collect();
    let rank = |object: &Object| {
        let json = &scripts[object.script].0;
        let headline = json
            .string_of(object.idx, "headline")
            .or_else(|| json.string_of(object.idx, "name"));
        let headline = headline
            .map(|text| title::key(&super::clean(&text)))
            .unwrap_or_default();
        let is_title = !headline.is_empty()
            && titles.iter().any(|title| {
                title.contains(&headline) || headline.contains(title.as_str()) && title.len() > 12
            });
        let has_day = json.get(object.idx, "datePublished").is_some();
        4 * usize::from(is_title) + 2 * usize::from(!headline.is_empty()) + usize::from(has_day)
    };
    let articles = objects
        .iter()
        .enumerate()
        .filter(|(_, object)| object.kind == Role::Article);
    articles
        .map(|(number, object)| (number, rank(object)))
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(number, _)| number)
}

struct Reader<'a, 'b> {
    scripts: &'b [(Json<'a>, usize)],
}

impl Reader<'_, '_> {
    /// Notes the string behind a key.
    fn string(
        &self,
        source: &mut Source<'_, '_>,
        object: &Object,
        key: &str,
        field: Field,
        place: Place,
        weight: f32,
    ) {
        let (json, _) = &self.scripts[object.script];
        let Some(idx) = json.get(object.idx, key) else {
            return;
        };
        let idx = match json.kind(idx) {
            Kind::Array => json.children(idx).next().unwrap_or(idx),
            _ => idx,
        };
        if let Some(value) = json.string(idx) {
            source.say(
                field,
                &value,
                ("json-ld", place),
                self.place(object.script, json.span(idx)),
                weight,
            );
        }
    }

    /// From a place in a script to a place in the source.
    fn place(&self, script: usize, span: Span) -> Span {
        let before = self.scripts[script].1;
        Span::new(before + span.start as usize, before + span.end as usize)
    }

    fn article(&self, source: &mut Source<'_, '_>, object: &Object) {
        let place = Place::Linked;
        let json = &self.scripts[object.script].0;
        let title = if json.get(object.idx, "headline").is_some() {
            "headline"
        } else {
            "name"
        };
        let weight = if self.is_news(object) {
            title::NEWS
        } else {
            0.8
        };
        self.string(source, object, title, Field::Title, place, weight);
        self.string(
            source,
            object,
            "datePublished",
            Field::Published,
            place,
            0.92,
        );
        if json.get(object.idx, "datePublished").is_none() {
            self.string(source, object, "dateCreated", Field::Published, place, 0.6);
            self.string(source, object, "uploadDate", Field::Published, place, 0.6);
        }
        self.string(source, object, "dateModified", Field::Modified, place, 0.9);
        self.string(
            source,
            object,
            "articleSection",
            Field::Section,
            place,
            0.75,
        );
        self.language(source, object);
        for key in ["author", "creator"] {
            if let Some(authors) = json.get(object.idx, key) {
                self.authors(source, object.script, authors, 0);
                break;
            }
        }
        for (key, weight) in [("publisher", 0.9), ("sourceOrganization", 0.5)] {
            if let Some(publisher) = json.get(object.idx, key) {
                self.name(source, object.script, publisher, Field::Source, weight);
            }
        }
        for key in ["url", "mainEntityOfPage", "@id"] {
            self.address(source, object, key);
        }
    }

    /// Is it the article of a newsroom, by its type?
    fn is_news(&self, object: &Object) -> bool {
        let json = &self.scripts[object.script].0;
        json.string_of(object.idx, "@type").is_some_and(|kind| {
            kind.ends_with("NewsArticle") || matches!(&*kind, "LiveBlogPosting" | "Report")
        })
    }

    fn page(&self, source: &mut Source<'_, '_>, object: &Object, is_alone: bool) {
        let place = Place::LinkedPage;
        let share = if is_alone { 1.0 } else { 0.8 };
        let json = &self.scripts[object.script].0;
        self.string(source, object, "headline", Field::Title, place, 0.5 * share);
        self.string(source, object, "name", Field::Title, place, 0.4 * share);
        self.string(
            source,
            object,
            "datePublished",
            Field::Published,
            place,
            0.8 * share,
        );
        self.string(
            source,
            object,
            "uploadDate",
            Field::Published,
            place,
            0.5 * share,
        );
        self.string(
            source,
            object,
            "dateModified",
            Field::Modified,
            place,
            0.8 * share,
        );
        if is_alone && let Some(authors) = json.get(object.idx, "author") {
            self.authors(source, object.script, authors, 0);
        }
        if let Some(publisher) = json.get(object.idx, "publisher") {
            self.name(source, object.script, publisher, Field::Source, 0.6);
        }
        self.language(source, object);
    }

    fn site(&self, source: &mut Source<'_, '_>, object: &Object) {
        self.string(
            source,
            object,
            "name",
            Field::Source,
            Place::LinkedPage,
            0.6,
        );
    }

    fn language(&self, source: &mut Source<'_, '_>, object: &Object) {
        let json = &self.scripts[object.script].0;
        let Some(tag) = json.string_of(object.idx, "inLanguage") else {
            return;
        };
        let primary = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if (2..=3).contains(&primary.len()) {
            let span = json
                .get(object.idx, "inLanguage")
                .map(|idx| json.span(idx))
                .unwrap_or_default();
            source.say(
                Field::Language,
                &primary,
                ("json-ld", Place::Linked),
                self.place(object.script, span),
                0.5,
            );
        }
    }

    fn address(&self, source: &mut Source<'_, '_>, object: &Object, key: &str) {
        let json = &self.scripts[object.script].0;
        let Some(value) = json.get(object.idx, key) else {
            return;
        };
        let value = json.get(value, "@id").unwrap_or(value);
        if let Some(address) = json
            .string(value)
            .filter(|address| address.starts_with("http"))
        {
            let address = address.split('#').next().unwrap_or_default();
            source.say(
                Field::Address,
                address,
                ("json-ld", Place::Linked),
                self.place(object.script, json.span(value)),
                0.5,
            );
        }
    }

    /// Names of authors: strings, objects, lists of both, and references to objects that stand elsewhere.
    fn authors(&self, source: &mut Source<'_, '_>, script: usize, value: usize, depth: usize) {
        let json = &self.scripts[script].0;
        match json.kind(value) {
            Kind::Array if depth < 3 => {
                let authors: Vec<usize> = json.children(value).take(MAX_AUTHORS).collect();
                for author in authors {
                    self.authors(source, script, author, depth + 1);
                }
            }
            Kind::String | Kind::Object => self.name(source, script, value, Field::Author, 0.9),
            _ => {}
        }
    }

    /// The name of a person or an organisation.
    fn name(
        &self,
        source: &mut Source<'_, '_>,
        script: usize,
        value: usize,
        field: Field,
        weight: f32,
    ) {
        let json = &self.scripts[script].0;
        let place = match field {
            Field::Author => Place::Linked,
            _ if weight > 0.8 => Place::Linked,
            _ => Place::LinkedPage,
        };
        let value = match json.kind(value) {
            Kind::Array => json.children(value).next().unwrap_or(value),
            _ => value,
        };
        if json.kind(value) == Kind::String {
            if let Some(name) = json.string(value).filter(|name| !name.starts_with("http")) {
                source.say(
                    field,
                    &name,
                    ("json-ld", place),
                    self.place(script, json.span(value)),
                    weight,
                );
            }
            return;
        }
        let Some((script, object)) = self.resolve(script, value) else {
            return;
        };
        let json = &self.scripts[script].0;
        // An organisation as author is mostly the outlet, an agency or a desk.
        let is_person = field != Field::Author
            || json
                .string_of(object, "@type")
                .is_none_or(|kind| !kind.ends_with("Organization") && kind != "Corporation");
        let weight = if is_person { weight } else { weight * 0.6 };
        let Some(name) = json.get(object, "name") else {
            self.parts(source, script, object, field, weight);
            return;
        };
        let names: Vec<usize> = match json.kind(name) {
            Kind::Array => json.children(name).take(MAX_AUTHORS).collect(),
            _ => vec![name],
        };
        for name in names {
            if let Some(value) = json.string(name) {
                source.say(
                    field,
                    &value,
                    ("json-ld", place),
                    self.place(script, json.span(name)),
                    weight,
                );
            }
        }
    }

    /// A name in two parts.
    fn parts(
        &self,
        source: &mut Source<'_, '_>,
        script: usize,
        object: usize,
        field: Field,
        weight: f32,
    ) {
        let json = &self.scripts[script].0;
        let given = json.string_of(object, "givenName");
        let family = json.string_of(object, "familyName");
        if let (Some(given), Some(family)) = (given, family) {
            let span = self.place(script, json.span(object));
            source.say(
                field,
                &format!("{given} {family}"),
                ("json-ld", Place::Linked),
                span,
                weight,
            );
        }
    }

    /// The object itself, or the one that it refers to by `@id`.
    fn resolve(&self, script: usize, object: usize) -> Option<(usize, usize)> {
        let json = &self.scripts[script].0;
        if json.kind(object) != Kind::Object {
            return None;
        }
        if json.get(object, "name").is_some() || json.get(object, "givenName").is_some() {
            return Some((script, object));
        }
        let id = json.string_of(object, "@id")?;
        self.scripts
            .iter()
            .enumerate()
            .find_map(|(script, (json, _))| {
                let is_same = |object: &usize| {
                    json.string_of(*object, "@id")
                        .is_some_and(|other| other == id)
                        && json.get(*object, "name").is_some()
                };
                Some((script, json.objects().take(4 * MAX_OBJECTS).find(is_same)?))
            })
    }
}
