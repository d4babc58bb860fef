//! Sentences of our own with their parse, and what is read in them.

use entente_types::{
    Actor, ActorId, ActorKind, Actors, Article, Dep, Document, Entity, Mention, MentionForm,
    Polarity, Pos, Realis, Root, Sentence, Span, Tag, Token,
};

use super::{Event, find};

/// Root, actors, recipients, realis, polarity.
type Told = (Root, Vec<String>, Vec<String>, Realis, Polarity);

/// A sentence as `word/TAG/POS/head/dep/lemma`, parted by blanks; heads count from 1, 0 is the root. Names are
/// those tagged NNP; each is a state of its own.
fn read(parse: &str) -> (Document, Actors) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    let mut entities = Vec::new();
    let mut actors = Actors::default();
    for (idx, cell) in parse.split_whitespace().enumerate() {
        let part: Vec<&str> = cell.split('/').collect();
        let span = Span::new(text.len(), text.len() + part[0].len());
        text.push_str(part[0]);
        text.push(' ');
        let head: usize = part[3].parse().expect("the head is a number");
        let head = if head == 0 { idx } else { head - 1 };
        if part[1] == "NNP" {
            entities.push(Entity {
                start: idx as u32,
                end: idx as u32 + 1,
                kind: entente_types::EntityKind::Gpe,
            });
            let id = ActorId(format!("state:{}", part[0].to_lowercase()));
            actors.mentions.push(Mention {
                actor: id.clone(),
                span,
                head: idx as u32,
                form: MentionForm::Name,
                ground: entente_types::Ground::Known,
                confidence: 1.0,
            });
            let (body, sector, country) = (None, None, None);
            actors.actors.push(Actor {
                id,
                kind: ActorKind::State,
                name: part[0].to_owned(),
                country,
                body,
                sector,
                offices: Vec::new(),
                confidence: 1.0,
            });
        }
        tokens.push(Token {
            span,
            tag: Tag::from_text(part[1]),
            pos: Pos::from_text(part[2]),
            head: head as u32,
            dep: Dep::from_text(part[4]),
            lemma: part[5].to_owned(),
        });
    }
    actors.actors.sort_by(|one, other| one.id.cmp(&other.id));
    let sentence = Sentence {
        start: 0,
        end: tokens.len() as u32,
    };
    (
        Document::new(
            Article::plain("case", &text),
            tokens,
            vec![sentence],
            entities,
        ),
        actors,
    )
}

fn told(parse: &str) -> Vec<Told> {
    let (document, actors) = read(parse);
    let names = |list: &[entente_types::Participant]| -> Vec<String> {
        list.iter()
            .map(|one| one.span.of(document.text()).to_owned())
            .collect()
    };
    let row = |event: Event| {
        (
            event.root,
            names(&event.actors),
            names(&event.recipients),
            event.realis,
            event.polarity,
        )
    };
    find(&document, &actors, &[])
        .into_iter()
        .map(|found| row(found.value))
        .collect()
}

fn one(root: Root, actor: &str, recipient: &str, realis: Realis, polarity: Polarity) -> Vec<Told> {
    let list = |names: &str| names.split_whitespace().map(str::to_owned).collect();
    vec![(root, list(actor), list(recipient), realis, polarity)]
}

/// Active, passive and noun tell the same act.
#[test]
fn one_act_in_three_forms() {
    let wanted = one(
        Root::Assault,
        "Norland",
        "Sudland",
        Realis::Happened,
        Polarity::Did,
    );
    let active = "Norland/NNP/PROPN/2/nsubj/Norland attacked/VBD/VERB/0/ROOT/attack Sudland/NNP/PROPN/2/dobj/Sudland";
    let passive = "Sudland/NNP/PROPN/3/nsubjpass/Sudland was/VBD/AUX/3/auxpass/be attacked/VBN/VERB/0/ROOT/attack by/IN/ADP/3/agent/by Norland/NNP/PROPN/4/pobj/Norland";
    let noun = "Norland/NNP/PROPN/3/poss/Norland 's/POS/PART/1/case/'s invasion/NN/NOUN/0/ROOT/invasion of/IN/ADP/3/prep/of Sudland/NNP/PROPN/4/pobj/Sudland";
    assert_eq!(told(active), wanted);
    assert_eq!(told(passive), wanted);
    assert_eq!(told(noun), wanted);
}

/// What is to come and what did not happen is told as such.
#[test]
fn manner_is_kept() {
    let planned = "Norland/NNP/PROPN/3/nsubj/Norland will/MD/AUX/3/aux/will visit/VB/VERB/0/ROOT/visit Sudland/NNP/PROPN/3/dobj/Sudland";
    assert_eq!(
        told(planned),
        one(
            Root::Consult,
            "Norland",
            "Sudland",
            Realis::Planned,
            Polarity::Did
        )
    );
    let denied = "Norland/NNP/PROPN/4/nsubj/Norland did/VBD/AUX/4/aux/do not/RB/PART/4/neg/not attack/VB/VERB/0/ROOT/attack Sudland/NNP/PROPN/4/dobj/Sudland";
    assert_eq!(
        told(denied),
        one(
            Root::Assault,
            "Norland",
            "Sudland",
            Realis::Happened,
            Polarity::DidNot
        )
    );
}

/// A noun under a light verb takes its subject from the verb.
#[test]
fn light_verb_lends_its_subject() {
    let parse = "Norland/NNP/PROPN/2/nsubj/Norland imposed/VBD/VERB/0/ROOT/impose sanctions/NNS/NOUN/2/dobj/sanction on/IN/ADP/3/prep/on Sudland/NNP/PROPN/4/pobj/Sudland";
    assert_eq!(
        told(parse),
        one(
            Root::Sanction,
            "Norland",
            "Sudland",
            Realis::Happened,
            Polarity::Did
        )
    );
}

/// Any tree at all is read without a panic, and every span is a slice of the text.
#[test]
fn odd_trees_are_read() {
    let words = [
        "Norland/NNP/PROPN",
        "attack/VB/VERB",
        "sanctions/NNS/NOUN",
        "on/IN/ADP",
        "to/TO/PART",
        "which/WDT/PRON",
        "talks/NNS/NOUN",
        "refused/VBD/VERB",
        "“/``/PUNCT",
        "”/''/PUNCT",
        "truce/NN/NOUN",
        "it/PRP/PRON",
    ];
    let mut state = 7_u64;
    let mut draw = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    for _ in 0..300 {
        let n_words = 1 + draw(40);
        let cells: Vec<String> = (0..n_words)
            .map(|_| {
                let (word, dep) = (words[draw(words.len())], Dep::ALL[draw(Dep::ALL.len())]);
                let lemma = word
                    .split('/')
                    .next()
                    .unwrap_or_default()
                    .trim_end_matches('s')
                    .trim_end_matches("ed");
                format!("{word}/{}/{}/{lemma}", draw(n_words + 1), dep.as_str())
            })
            .collect();
        let (document, actors) = read(&cells.join(" "));
        for found in find(&document, &actors, &[]) {
            assert!(!found.span.of(document.text()).is_empty());
            assert!(found.span.contains(found.value.trigger));
        }
        let _ = crate::tie::find(&document, &actors);
    }
}

/// Whoever accuses vouches for what is said to have been done.
#[test]
fn accusers_vouch() {
    let parse = "Norland/NNP/PROPN/2/nsubj/Norland accused/VBD/VERB/0/ROOT/accuse Sudland/NNP/PROPN/2/dobj/Sudland of/IN/ADP/2/prep/of attacking/VBG/VERB/4/pcomp/attack Westland/NNP/PROPN/5/dobj/Westland";
    let (document, actors) = read(parse);
    let events = find(&document, &actors, &[]);
    let accusers = super::accusers(&events);
    let attack = &events[1].value;
    let holder = &accusers[&attack.trigger].holder;
    assert_eq!(holder.span.of(document.text()), "Norland");
    assert_eq!(events[0].value.about, Some(attack.trigger));
}

/// Whoever is chosen as actor is never the recipient too, and nobody outside of the candidates is chosen.
#[test]
fn sides_are_parted() {
    let (document, actors) = read(
        "Norland/NNP/PROPN/2/nsubj/Norland attacked/VBD/VERB/0/ROOT/attack Sudland/NNP/PROPN/2/dobj/Sudland",
    );
    let questions = super::questions(&document, &actors, &[]);
    let model = super::cast::SHIPPED.as_ref().expect("a model ships");
    assert_eq!(questions.len(), 1);
    for question in &questions {
        let ([doers, others], margins) = model.decide(&question.candidates, &question.nobody);
        assert_eq!((doers, others), (vec![0], vec![1]));
        assert!(margins.actor > 0.0 && margins.recipient > 0.0);
    }
    let none = model.decide(&[], &Vec::new());
    assert!(none.0.iter().all(Vec::is_empty));
}
