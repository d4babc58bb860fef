//! Turns tags, relations and words into parts of speech, morphology and fixed lemmas, as spaCy's
//! attribute ruler does.
//!
//! All patterns are matched on the document as it came from the tagger and the parser; then the rules
//! speak in their order, and a later one overrules an earlier one.

use std::collections::{BTreeMap, HashMap};

use entente_types::{Dep, Pos, Tag};

use crate::chars;
use crate::rules::{AttributeRule, Condition, Rules, RulesError, TokenPattern};
use crate::tokenizer::Pattern;

/// What the ruler says of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes<'a> {
    /// Coarse part of speech; unknown if no rule spoke.
    pub pos: Pos,
    /// Morphology as `Name=Value|Name=Value`; empty if there is none.
    pub morph: &'a str,
    /// A lemma that the lemmatizer must not change.
    pub lemma: Option<&'a str>,
}

/// Turns tags, relations and words into parts of speech, morphology and fixed lemmas.
#[derive(Clone, Debug)]
pub struct AttributeRuler {
    rules: Vec<Change>,
    patterns: Vec<RulePattern>,
    /// Numbers of the patterns that can begin at a token of a tag.
    by_tag: BTreeMap<Tag, Vec<u32>>,
    /// Numbers of the patterns that can begin at a word in lower case, whatever its tag.
    by_lower: HashMap<String, Vec<u32>>,
    /// Numbers of the other patterns.
    others: Vec<u32>,
}

/// New values, where there are any.
#[derive(Clone, Debug)]
struct Change {
    pos: Option<Pos>,
    tag: Option<Tag>,
    dep: Option<Dep>,
    morph: Option<String>,
    lemma: Option<String>,
}

#[derive(Clone, Debug)]
struct RulePattern {
    rule: usize,
    target: usize,
    tokens: Vec<TokenTest>,
}

#[derive(Clone, Debug)]
struct TokenTest {
    tags: Option<Labels<Tag>>,
    deps: Option<Labels<Dep>>,
    lower: Option<Lower>,
    is_space: Option<bool>,
}

#[derive(Clone, Debug)]
enum Labels<T> {
    In(Vec<T>),
    NotIn(Vec<T>),
}

#[derive(Clone, Debug)]
enum Lower {
    In(Vec<String>),
    NotIn(Vec<String>),
    Pattern(Box<Pattern>),
}

/// One token as the patterns see it.
struct Seen<'a> {
    tag: Tag,
    dep: Dep,
    lower: &'a str,
    is_space: bool,
}

impl AttributeRuler {
    /// Reads the attribute rules of a model.
    ///
    /// # Errors
    ///
    /// [`RulesError::AttributeRule`] if a rule names a label that this build does not know,
    /// [`RulesError::Pattern`] if it has an expression of another kind.
    pub fn new(rules: &Rules) -> Result<Self, RulesError> {
        let mut ruler = Self {
            rules: Vec::with_capacity(rules.attributes.len()),
            patterns: Vec::new(),
            by_tag: BTreeMap::new(),
            by_lower: HashMap::new(),
            others: Vec::new(),
        };
        for (number, rule) in rules.attributes.iter().enumerate() {
            let unknown = || RulesError::AttributeRule(number);
            ruler.rules.push(change(rule).ok_or_else(unknown)?);
            for (pattern, target) in rule.patterns.iter().zip(&rule.target) {
                let tokens = pattern
                    .iter()
                    .map(token_test)
                    .collect::<Result<Vec<_>, _>>()?;
                let target = *target as usize;
                if target >= tokens.len() {
                    return Err(unknown());
                }
                ruler.add(RulePattern {
                    rule: number,
                    target,
                    tokens,
                });
            }
        }
        Ok(ruler)
    }

    /// Files a pattern under what its first token must be.
    fn add(&mut self, pattern: RulePattern) {
        let number = self.patterns.len() as u32;
        match &pattern.tokens[0] {
            TokenTest {
                tags: Some(Labels::In(tags)),
                ..
            } => {
                for tag in tags {
                    self.by_tag.entry(*tag).or_default().push(number);
                }
            }
            TokenTest {
                lower: Some(Lower::In(words)),
                ..
            } => {
                for word in words {
                    self.by_lower.entry(word.clone()).or_default().push(number);
                }
            }
            _ => self.others.push(number),
        }
        self.patterns.push(pattern);
    }

    /// What the rules say of each token; tags and relations of white space are set in place.
    ///
    /// `words`, `tags` and `deps` have one entry for each token of the whole document.
    pub fn apply(&self, words: &[&str], tags: &mut [Tag], deps: &mut [Dep]) -> Vec<Attributes<'_>> {
        let lower: Vec<String> = words.iter().map(|word| chars::lower(word)).collect();
        let seen: Vec<Seen> = std::iter::zip(&lower, words)
            .zip(std::iter::zip(&*tags, &*deps))
            .map(|((lower, word), (&tag, &dep))| {
                let is_space = chars::is_space(word);
                Seen {
                    tag,
                    dep,
                    lower,
                    is_space,
                }
            })
            .collect();
        let mut attributes = vec![Attributes::default(); words.len()];
        for (target, rule) in self.matches(&seen) {
            let change = &self.rules[rule];
            let token = &mut attributes[target];
            token.pos = change.pos.unwrap_or(token.pos);
            token.morph = change.morph.as_deref().unwrap_or(token.morph);
            token.lemma = change.lemma.as_deref().or(token.lemma);
            tags[target] = change.tag.unwrap_or(tags[target]);
            deps[target] = change.dep.unwrap_or(deps[target]);
        }
        attributes
    }

    /// Tokens and the rules that speak of them, by token and then in the order of the rules.
    fn matches(&self, seen: &[Seen]) -> Vec<(usize, usize)> {
        let mut matches = Vec::with_capacity(seen.len() * 2);
        for (start, token) in seen.iter().enumerate() {
            let by_tag = self.by_tag.get(&token.tag);
            let by_lower = self.by_lower.get(token.lower);
            let numbers = [by_tag, by_lower, Some(&self.others)]
                .into_iter()
                .flatten()
                .flatten();
            for number in numbers {
                let pattern = &self.patterns[*number as usize];
                let run = seen
                    .get(start..start + pattern.tokens.len())
                    .unwrap_or_default();
                let holds = !run.is_empty()
                    && std::iter::zip(&pattern.tokens, run).all(|(test, token)| test.holds(token));
                if holds {
                    matches.push((start + pattern.target, pattern.rule));
                }
            }
        }
        matches.sort_unstable();
        matches
    }
}

impl TokenTest {
    fn holds(&self, token: &Seen) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags.holds(token.tag))
            && self.deps.as_ref().is_none_or(|deps| deps.holds(token.dep))
            && self
                .is_space
                .is_none_or(|is_space| is_space == token.is_space)
            && match &self.lower {
                None => true,
                Some(Lower::In(words)) => words.iter().any(|word| word == token.lower),
                Some(Lower::NotIn(words)) => words.iter().all(|word| word != token.lower),
                Some(Lower::Pattern(pattern)) => pattern.find(token.lower, 0).is_some(),
            }
    }
}

impl<T: PartialEq> Labels<T> {
    fn holds(&self, label: T) -> bool {
        match self {
            Self::In(labels) => labels.contains(&label),
            Self::NotIn(labels) => !labels.contains(&label),
        }
    }
}

/// The new values of a rule; `None` if a label is unknown.
fn change(rule: &AttributeRule) -> Option<Change> {
    let pos = rule.pos.as_deref().map(Pos::from_text);
    let tag = rule.tag.as_deref().map(Tag::from_text);
    let dep = rule.dep.as_deref().map(Dep::from_text);
    let unknown =
        pos == Some(Pos::Unknown) || tag == Some(Tag::Unknown) || dep == Some(Dep::Unknown);
    let (morph, lemma) = (rule.morph.clone(), rule.lemma.clone());
    (!unknown).then_some(Change {
        pos,
        tag,
        dep,
        morph,
        lemma,
    })
}

fn token_test(pattern: &TokenPattern) -> Result<TokenTest, RulesError> {
    Ok(TokenTest {
        tags: pattern
            .tag
            .as_ref()
            .map(|condition| labels(condition, Tag::from_text))
            .transpose()?,
        deps: pattern
            .dep
            .as_ref()
            .map(|condition| labels(condition, Dep::from_text))
            .transpose()?,
        lower: pattern.lower.as_ref().map(lower_test).transpose()?,
        is_space: pattern.is_space,
    })
}

/// A condition on a label. Labels that no token can have are left out.
fn labels<T>(condition: &Condition, read: fn(&str) -> T) -> Result<Labels<T>, RulesError>
where
    T: Copy + Default + PartialEq,
{
    let known = |texts: &[String]| {
        let labels = texts.iter().map(|text| read(text));
        labels.filter(|label| *label != T::default()).collect()
    };
    match condition {
        Condition::In(texts) => Ok(Labels::In(known(texts))),
        Condition::NotIn(texts) => Ok(Labels::NotIn(known(texts))),
        Condition::Pattern(pattern) => Err(RulesError::Pattern {
            pattern: pattern.clone(),
            at: 0,
        }),
    }
}

fn lower_test(condition: &Condition) -> Result<Lower, RulesError> {
    Ok(match condition {
        Condition::In(words) => Lower::In(words.clone()),
        Condition::NotIn(words) => Lower::NotIn(words.clone()),
        Condition::Pattern(pattern) => Lower::Pattern(Box::new(Pattern::new(pattern)?)),
    })
}
