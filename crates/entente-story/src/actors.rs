//! Joins the actors of several reports: "Xi" in one is "Xi Jinping" in another.
//!
//! Two different full names are never joined. A surname or an office alone is joined only where the
//! story leaves one choice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use entente_types::{Actor, ActorId, ActorKind, Claims, Country, MentionForm};

use crate::groups::Groups;
use crate::table::rows;
use crate::words::is_slip_of_letters;

static NICKNAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut full = HashMap::new();
    for row in rows(include_str!("../data/nicknames.tsv")) {
        for short in row
            .iter()
            .skip(1)
            .flat_map(|words| words.split_whitespace())
        {
            full.entry(short).or_insert(row[0]);
        }
    }
    full
});

static OFFICES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let table = rows(include_str!("../data/offices.tsv"));
    let names = |row: Vec<&'static str>| {
        let others = row
            .get(1)
            .copied()
            .unwrap_or_default()
            .split(',')
            .map(str::trim);
        std::iter::once(row[0])
            .chain(others)
            .filter(|name| !name.is_empty())
            .collect()
    };
    table.map(names).collect()
});

/// Who is who across the reports of a story.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    /// Sorted by id.
    pub(crate) actors: Vec<Actor>,
    story_id: Vec<BTreeMap<ActorId, ActorId>>,
    /// By story id: how many reports tell of it.
    n_reports: BTreeMap<ActorId, usize>,
}

/// An actor of one report.
struct Node<'a> {
    report: usize,
    actor: &'a Actor,
    name: Vec<String>,
    is_named: bool,
    /// Does the name end in "Jr."? Then it is not the father's.
    is_junior: bool,
}

impl People {
    /// Joins the actors of all reports.
    pub(crate) fn join(claims: &[Claims]) -> Self {
        let nodes = nodes(claims);
        let mut groups = Groups::new(nodes.len());
        join_same_ids(&nodes, &mut groups);
        join_full_names(&nodes, &mut groups);
        join_surnames(&nodes, &mut groups);
        join_offices(&nodes, &mut groups);
        join_organisations(&nodes, &mut groups);
        join_misread(&nodes, &mut groups);
        let mut people = Self {
            actors: Vec::new(),
            story_id: vec![BTreeMap::new(); claims.len()],
            n_reports: BTreeMap::new(),
        };
        for group in groups.all() {
            let members: Vec<&Node> = group.iter().map(|&idx| &nodes[idx]).collect();
            let actor = merge(&members);
            for node in members {
                people.story_id[node.report].insert(node.actor.id.clone(), actor.id.clone());
            }
            people.actors.push(actor);
        }
        for reports_ids in &people.story_id {
            let ids: BTreeSet<&ActorId> = reports_ids.values().collect();
            for id in ids {
                *people.n_reports.entry(id.clone()).or_default() += 1;
            }
        }
        people.actors.sort_by(|one, other| one.id.cmp(&other.id));
        people.actors.dedup_by(|one, other| one.id == other.id);
        people
    }

    /// The story's id of an actor of one report.
    pub(crate) fn id(&self, report: usize, id: &ActorId) -> ActorId {
        self.story_id
            .get(report)
            .and_then(|ids| ids.get(id))
            .unwrap_or(id)
            .clone()
    }

    /// How many reports tell of the actor with this story id.
    pub(crate) fn n_reports(&self, id: &ActorId) -> usize {
        self.n_reports.get(id).copied().unwrap_or_default()
    }

    /// The actor with this story id.
    pub(crate) fn actor(&self, id: &ActorId) -> Option<&Actor> {
        let idx = self
            .actors
            .binary_search_by(|actor| actor.id.cmp(id))
            .ok()?;
        self.actors.get(idx)
    }

    /// The country of an actor: its own, or the one it belongs to.
    pub(crate) fn country(&self, id: &ActorId) -> Option<Country> {
        let own =
            id.0.strip_prefix("state:")
                .map(|code| Country(code.to_owned()));
        own.or_else(|| self.actor(id)?.country.clone())
    }

    /// The name that readers know the actor by.
    pub(crate) fn name(&self, id: &ActorId) -> String {
        self.actor(id)
            .map_or_else(|| id.0.clone(), |actor| actor.name.clone())
    }
}

fn nodes(claims: &[Claims]) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for (report, claims) in claims.iter().enumerate() {
        let mut named = BTreeSet::new();
        let by_name = claims
            .actors
            .mentions
            .iter()
            .filter(|it| it.form == MentionForm::Name);
        named.extend(by_name.map(|mention| &mention.actor));
        for actor in &claims.actors.actors {
            let is_named = named.contains(&actor.id);
            nodes.push(Node {
                report,
                actor,
                name: name_words(actor),
                is_named,
                is_junior: actor
                    .name
                    .trim_end_matches('.')
                    .to_lowercase()
                    .ends_with(" jr"),
            });
        }
    }
    nodes.sort_by(|one, other| (&one.actor.id, one.report).cmp(&(&other.actor.id, other.report)));
    nodes
}

/// The words of a name, in lower case, without marks, and with the spellings of one sound made one.
fn name_words(actor: &Actor) -> Vec<String> {
    let plain = actor
        .name
        .to_lowercase()
        .replace("'s", "")
        .replace("’s", "");
    let words = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words =
        words.filter(|word| !matches!(*word, "the" | "jr" | "sr" | "mr" | "mrs" | "ms" | "dr"));
    words.map(fold_spelling).collect()
}

fn fold_spelling(word: &str) -> String {
    let plain: String = word.chars().map(plain_letter).collect();
    let ending = ["yy", "iy", "ij", "yi"]
        .iter()
        .find_map(|ending| plain.strip_suffix(ending));
    ending
        .filter(|stem| stem.len() > 2)
        .map_or(plain.clone(), |stem| format!("{stem}y"))
}

fn plain_letter(letter: char) -> char {
    const MARKED: &str = "áàâäãåçéèêëíìîïñóòôöõøúùûüýÿčćšžłńęąşğı";
    const PLAIN: &str = "aaaaaaceeeeiiiinoooooouuuuyyccszlneasgi";
    let at = MARKED.chars().position(|marked| marked == letter);
    at.and_then(|at| PLAIN.chars().nth(at)).unwrap_or(letter)
}

fn join_same_ids(nodes: &[Node], groups: &mut Groups) {
    for (idx, pair) in nodes.windows(2).enumerate() {
        let is_lone_person = pair[0].actor.kind == ActorKind::Person && pair[0].name.len() < 2;
        if pair[0].actor.id == pair[1].actor.id
            && (!is_lone_person || countries_agree(pair[0].actor, pair[1].actor))
        {
            groups.join(idx, idx + 1);
        }
    }
}

fn countries_agree(one: &Actor, other: &Actor) -> bool {
    one.country.is_none() || other.country.is_none() || one.country == other.country
}

fn is_person(node: &Node) -> bool {
    node.actor.kind == ActorKind::Person && node.is_named
}

/// Namesakes of one person that are looked at.
const MOST_NAMESAKES: usize = 40;

/// Full names that differ in a first or middle name, an initial, a short form or a slip of letters, where all that fit fit
/// each other.
fn join_full_names(nodes: &[Node], groups: &mut Groups) {
    let full: Vec<usize> = (0..nodes.len())
        .filter(|&idx| is_person(&nodes[idx]) && nodes[idx].name.len() > 1)
        .collect();
    let mut by_surname: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for idx in full {
        let surname = nodes[idx].name.last().expect("a full name has words");
        by_surname.entry(surname).or_default().push(idx);
    }
    for namesakes in by_surname.values() {
        for &idx in namesakes {
            let fits = |one: usize, other: usize| {
                nodes[other].is_junior == nodes[one].is_junior
                    && (given_names_agree(&nodes[one].name, &nodes[other].name)
                        || is_end_of_other(&nodes[one].name, &nodes[other].name))
                    && countries_agree(nodes[one].actor, nodes[other].actor)
            };
            let others = namesakes
                .iter()
                .copied()
                .filter(|&other| groups.of(other) != groups.of(idx) && fits(idx, other));
            let others: Vec<usize> = others.take(MOST_NAMESAKES).collect();
            // "Chuck", "Charles" and "Charles E.": several of whom each fits each are one.
            let are_one = others
                .iter()
                .all(|&one| others.iter().all(|&other| fits(one, other)));
            if are_one {
                others.iter().for_each(|&other| groups.join(other, idx));
            }
        }
    }
}

/// Is one the surname of two words of the other: "Mills Lincoln" of "Laura Mills Lincoln"?
fn is_end_of_other(one: &[String], other: &[String]) -> bool {
    one.ends_with(other) || other.ends_with(one)
}

fn given_names_agree(one: &[String], other: &[String]) -> bool {
    let (Some(one), Some(other)) = (one.first(), other.first()) else {
        return false;
    };
    let full = |name: &str| NICKNAMES.get(name).copied().unwrap_or(name).to_owned();
    let is_initial =
        |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    full(one) == full(other)
        || is_initial(one, other)
        || is_initial(other, one)
        || is_slip_of_letters(one, other, 2)
}

/// "Xi" where the story knows one person whose name begins or ends with it.
fn join_surnames(nodes: &[Node], groups: &mut Groups) {
    for idx in 0..nodes.len() {
        let node = &nodes[idx];
        let [surname] = node.name.as_slice() else {
            continue;
        };
        if !is_person(node) {
            continue;
        }
        let bearers = (0..nodes.len()).filter(|&other| {
            let bearer = &nodes[other];
            is_person(bearer)
                && bearer.name.len() > 1
                && (bearer.name.first() == Some(surname) || bearer.name.last() == Some(surname))
                && countries_agree(node.actor, bearer.actor)
        });
        let bearers: Vec<usize> = bearers.collect();
        let has_father = bearers.iter().any(|&bearer| !nodes[bearer].is_junior);
        let bearers = bearers
            .into_iter()
            .filter(|&bearer| nodes[bearer].is_junior == node.is_junior || !has_father);
        let found: BTreeSet<usize> = bearers.map(|bearer| groups.of(bearer)).collect();
        if let (Some(&only), 1) = (found.first(), found.len()) {
            groups.join(only, idx);
        }
    }
}

/// "the Chinese president" where the story names one person of that office and country.
fn join_offices(nodes: &[Node], groups: &mut Groups) {
    for idx in 0..nodes.len() {
        let node = &nodes[idx];
        let may = matches!(node.actor.kind, ActorKind::Person | ActorKind::Group) && !node.is_named;
        if !may || node.actor.country.is_none() {
            continue;
        }
        let holders = (0..nodes.len()).filter(|&other| {
            is_person(&nodes[other])
                && nodes[other].actor.country == node.actor.country
                && share_office(node.actor, nodes[other].actor)
        });
        let found: BTreeSet<usize> = holders.map(|holder| groups.of(holder)).collect();
        if let (Some(&only), 1) = (found.first(), found.len()) {
            groups.join(only, idx);
        }
    }
}

fn share_office(one: &Actor, other: &Actor) -> bool {
    let line = |office: &String| {
        let office = office.to_lowercase();
        OFFICES
            .iter()
            .position(|names| names.contains(&office.as_str()))
    };
    let lines: BTreeSet<usize> = one.offices.iter().filter_map(line).collect();
    other
        .offices
        .iter()
        .filter_map(line)
        .any(|found| lines.contains(&found))
}

/// Organisations of one name, and an acronym with the one name that it stands for.
fn join_organisations(nodes: &[Node], groups: &mut Groups) {
    const TAIL: [&str; 9] = [
        "inc",
        "corp",
        "corporation",
        "co",
        "ltd",
        "llc",
        "plc",
        "ag",
        "gmbh",
    ];
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_acronym: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (idx, node) in nodes.iter().enumerate() {
        if node.actor.kind != ActorKind::Organisation || node.name.is_empty() {
            continue;
        }
        let words: Vec<&str> = node.name.iter().map(String::as_str).collect();
        let words: Vec<&str> = words
            .into_iter()
            .filter(|word| !TAIL.contains(word))
            .collect();
        let name = words.join(" ");
        if words.len() > 1 {
            let minor = |word: &&str| !matches!(*word, "of" | "for" | "and" | "in" | "on");
            let initials = words
                .iter()
                .copied()
                .filter(minor)
                .filter_map(|word| word.chars().next());
            by_acronym
                .entry(initials.collect())
                .or_default()
                .insert(name.clone());
        }
        by_name.entry(name).or_default().push(idx);
    }
    for members in by_name.values() {
        members.iter().for_each(|&idx| groups.join(members[0], idx));
    }
    for (acronym, names) in by_acronym
        .iter()
        .filter(|(acronym, _)| acronym.chars().count() > 1)
    {
        let (Some(short), Some(name), 1) = (by_name.get(acronym), names.first(), names.len())
        else {
            continue;
        };
        if let Some(long) = by_name.get(name) {
            groups.join(long[0], short[0]);
        }
    }
}

/// "Okello" that one report was read to name a body where the story knows one person of that name and no body of it, and
/// "Okelo" that lacks a letter.
fn join_misread(nodes: &[Node], groups: &mut Groups) {
    for idx in 0..nodes.len() {
        let node = &nodes[idx];
        let [name] = node.name.as_slice() else {
            continue;
        };
        let is_body = node.actor.kind == ActorKind::Organisation
            && node.actor.sector.is_none()
            && node.actor.country.is_none();
        if !(is_body || is_person(node)) {
            continue;
        }
        let bearers = (0..nodes.len()).filter(|&other| {
            let bearer = &nodes[other];
            let is_his = |last: &String| {
                is_body && last == name || is_person(node) && is_slip_of_letters(last, name, 2)
            };
            is_person(bearer) && bearer.name.len() > 1 && bearer.name.last().is_some_and(is_his)
        });
        let found: BTreeSet<usize> = bearers.map(|bearer| groups.of(bearer)).collect();
        if let (Some(&only), 1) = (found.first(), found.len()) {
            groups.join(only, idx);
        }
    }
}

/// One actor with what all reports know of it.
fn merge(members: &[&Node]) -> Actor {
    let fullest = members.iter().max_by_key(|node| {
        let id = std::cmp::Reverse(&node.actor.id);
        (
            node.is_named,
            node.name.len(),
            node.actor.name.chars().count(),
            id,
            std::cmp::Reverse(&node.actor.name),
        )
    });
    let mut actor = fullest.expect("a group has a member").actor.clone();
    let mut offices = BTreeSet::new();
    for node in members {
        actor.country = actor.country.or_else(|| node.actor.country.clone());
        actor.body = actor.body.or_else(|| node.actor.body.clone());
        actor.sector = actor.sector.or_else(|| node.actor.sector.clone());
        actor.confidence = actor.confidence.max(node.actor.confidence);
        offices.extend(node.actor.offices.iter().cloned());
    }
    let known: Vec<String> = std::mem::take(&mut actor.offices);
    let others = offices.into_iter().filter(|office| !known.contains(office));
    actor.offices = known.iter().cloned().chain(others).collect();
    actor
}
