//! The rules of tokenizer, attribute ruler and lemmatizer, read from a spaCy pipeline's files.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use entente_language::hash::text_hash;
use entente_language::rules::{
    AttributeRule, Condition, Exception, LemmaTable, Piece, Rules, TokenPattern, TokenizerRules,
};

use super::msgpack::Value;
use super::wheel::Wheel;

/// Names with a number of their own, from spaCy's code.
const SYMBOLS: &str = include_str!("../../data/symbols.tsv");
/// Norms that spaCy gives in every language, from its code.
const BASE_NORMS: &str = include_str!("../../data/base_norms.tsv");
/// spaCy's expression for addresses up to the class of the last part of a host name, and after it.
/// The tokenizer answers this expression by hand, so another one must not pass.
const URL: (&str, &str) = (
    concat!(
        r"(?u)^(?:(?:[\w\+\-\.]{2,})://)?(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})",
        r"(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})",
        r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}",
        r"(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))|(?:(?:[A-Za-z0-9\u00a1-\uffff]",
        r"[A-Za-z0-9\u00a1-\uffff_-]{0,62})?[A-Za-z0-9\u00a1-\uffff]\.)+(?:",
    ),
    r"{2,63}))(?::\d{2,5})?(?:[/?#]\S*)?$",
);
/// spaCy's numbers of the attributes that an exception of the tokenizer sets.
const ORTH: u64 = 65;
const NORM: u64 = 67;
/// Parts of speech that can have lemma tables, as the tables name them.
const LEMMA_POS: [&str; 18] = [
    "adj", "adp", "adv", "aux", "cconj", "det", "intj", "noun", "num", "part", "pron", "propn",
    "punct", "sconj", "sym", "verb", "x", "space",
];

/// Reads the rules of a pipeline.
pub fn rules(wheel: &Wheel) -> Result<Rules> {
    read(&|name| wheel.file(name))
}

/// Reads the rules of a pipeline whose files `file` gives, named from its folder.
pub fn read<'a>(file: &dyn Fn(&str) -> Result<&'a [u8]>) -> Result<Rules> {
    let config = std::str::from_utf8(file("config.cfg")?)?;
    let (_, lemmatizer) = config
        .split_once("[components.lemmatizer]")
        .context("there is no lemmatizer")?;
    let lemmatizer = lemmatizer.split("\n[").next().unwrap_or_default();
    let settings = ["mode = \"rule\"", "overwrite = false"];
    ensure!(
        settings.iter().all(|setting| lemmatizer.contains(setting)),
        "only a lemmatizer with rules that keeps set lemmas is known"
    );
    let ids = Ids::new()?;
    let value =
        |name: &str| Value::read(file(name)?).with_context(|| format!("cannot read `{name}`"));
    Ok(Rules {
        tokenizer: tokenizer(&value("tokenizer")?, &ids).context("`tokenizer`")?,
        norms: norms(&value("vocab/lookups.bin")?, &ids).context("`vocab/lookups.bin`")?,
        attributes: attributes(&value("attribute_ruler/patterns")?)
            .context("`attribute_ruler/patterns`")?,
        lemmas: lemmas(&value("lemmatizer/lookups/lookups.bin")?, &ids)
            .context("`lemmatizer/lookups/lookups.bin`")?,
        symbols: ids.symbols.into_iter().collect(),
    })
}

/// Ids of texts.
struct Ids {
    symbols: BTreeMap<String, u32>,
}

impl Ids {
    fn new() -> Result<Self> {
        let symbol = |(name, id): (&str, &str)| Ok((name.to_owned(), id.parse()?));
        Ok(Self {
            symbols: pairs(SYMBOLS)?
                .into_iter()
                .map(symbol)
                .collect::<Result<_>>()?,
        })
    }

    fn of(&self, text: &str) -> u64 {
        self.symbols
            .get(text)
            .map_or_else(|| text_hash(text), |&id| u64::from(id))
    }
}

/// The two columns of a table.
fn pairs(table: &'static str) -> Result<Vec<(&'static str, &'static str)>> {
    let rows = table.lines().filter(|line| !line.starts_with("# "));
    rows.map(|line| {
        line.split_once('\t')
            .with_context(|| format!("`{line}` has no tab"))
    })
    .collect()
}

fn tokenizer(file: &Value, ids: &Ids) -> Result<TokenizerRules> {
    ensure!(
        *file.get("token_match")? == Value::Nil,
        "an expression for whole tokens is not known"
    );
    let text = |key| Ok::<_, anyhow::Error>(file.get(key)?.text()?.to_owned());
    let url = text("url_match")?;
    let domain = url
        .strip_prefix(URL.0)
        .and_then(|rest| rest.strip_suffix(URL.1));
    let mut exceptions = Vec::new();
    for (word, tokens) in file.get("exceptions")?.pairs()? {
        let pieces = tokens.list()?.iter().map(|token| piece(token, ids));
        let pieces = pieces.collect::<Result<_>>()?;
        exceptions.push(Exception {
            text: word.text()?.to_owned(),
            pieces,
        });
    }
    exceptions.sort_by(|a, b| a.text.cmp(&b.text));
    Ok(TokenizerRules {
        prefix: text("prefix_search")?,
        suffix: text("suffix_search")?,
        infix: text("infix_finditer")?,
        top_level_domain: domain
            .context("the expression for addresses is not the known one")?
            .to_owned(),
        faster_heuristics: *file.get("faster_heuristics")? == Value::Bool(true),
        exceptions,
    })
}

fn piece(token: &Value, ids: &Ids) -> Result<Piece> {
    let mut piece = Piece { len: 0, norm: None };
    for (attribute, text) in token.pairs()? {
        match attribute.uint()? {
            ORTH => piece.len = u32::try_from(text.text()?.len())?,
            NORM => piece.norm = Some(ids.of(text.text()?)),
            other => bail!("an exception sets attribute {other}"),
        }
    }
    Ok(piece)
}

fn norms(file: &Value, ids: &Ids) -> Result<Vec<(u64, u64)>> {
    let mut norms = BTreeMap::new();
    for (word, norm) in pairs(BASE_NORMS)? {
        norms.insert(ids.of(word), ids.of(norm));
    }
    // The model's own table overrules spaCy's.
    for (word, norm) in file.get("lexeme_norm")?.pairs()? {
        norms.insert(word.uint()?, ids.of(norm.text()?));
    }
    Ok(norms.into_iter().collect())
}

fn attributes(file: &Value) -> Result<Vec<AttributeRule>> {
    let rules = file.list()?.iter().enumerate();
    rules
        .map(|(number, rule)| attribute_rule(rule).with_context(|| format!("rule {number}")))
        .collect()
}

fn attribute_rule(rule: &Value) -> Result<AttributeRule> {
    let mut read = AttributeRule::default();
    let index = rule.get("index")?.int()?;
    for pattern in rule.get("patterns")?.list()? {
        let tokens = pattern
            .list()?
            .iter()
            .map(token_pattern)
            .collect::<Result<Vec<_>>>()?;
        let n_tokens = i64::try_from(tokens.len())?;
        let target = if index < 0 { n_tokens + index } else { index };
        ensure!(
            (0..n_tokens).contains(&target),
            "index {index} in a pattern of {n_tokens} tokens"
        );
        read.target.push(u32::try_from(target)?);
        read.patterns.push(tokens);
    }
    for (attribute, value) in rule.get("attrs")?.pairs()? {
        let value = value.text()?;
        match attribute.text()? {
            "POS" => read.pos = Some(value.to_owned()),
            "TAG" => read.tag = Some(value.to_owned()),
            "DEP" => read.dep = Some(value.to_owned()),
            "LEMMA" => read.lemma = Some(value.to_owned()),
            "MORPH" => read.morph = Some(morph(value)),
            other => bail!("it sets `{other}`"),
        }
    }
    Ok(read)
}

/// Morphology in spaCy's normal order; `_` stands for none.
fn morph(value: &str) -> String {
    let mut features: Vec<_> = value.split('|').filter(|feature| *feature != "_").collect();
    features.sort_by_key(|feature| feature.to_lowercase());
    features.join("|")
}

fn token_pattern(pattern: &Value) -> Result<TokenPattern> {
    let mut read = TokenPattern::default();
    for (attribute, value) in pattern.pairs()? {
        match (attribute.text()?, value) {
            ("TAG", value) => read.tag = Some(condition(value)?),
            ("DEP", value) => read.dep = Some(condition(value)?),
            ("LOWER", value) => read.lower = Some(condition(value)?),
            ("IS_SPACE", Value::Bool(is_space)) => read.is_space = Some(*is_space),
            (other, _) => bail!("a pattern asks for `{other}`"),
        }
    }
    Ok(read)
}

fn condition(value: &Value) -> Result<Condition> {
    let Value::Map(pairs) = value else {
        return Ok(Condition::In(vec![value.text()?.to_owned()]));
    };
    let [(kind, value)] = pairs.as_slice() else {
        bail!("a condition has {} parts", pairs.len())
    };
    let texts = || {
        let texts = value.list()?.iter().map(|text| Ok(text.text()?.to_owned()));
        let mut texts = texts.collect::<Result<Vec<_>>>()?;
        texts.sort();
        Ok::<_, anyhow::Error>(texts)
    };
    Ok(match kind.text()? {
        "IN" => Condition::In(texts()?),
        "NOT_IN" => Condition::NotIn(texts()?),
        "REGEX" => Condition::Pattern(value.text()?.to_owned()),
        other => bail!("a condition is `{other}`"),
    })
}

fn lemmas(file: &Value, ids: &Ids) -> Result<Vec<LemmaTable>> {
    let mut tables = BTreeMap::new();
    for (kind, table) in file.pairs()? {
        for (pos, content) in table.pairs()? {
            let id = pos.uint()?;
            let pos = LEMMA_POS.iter().find(|pos| ids.of(pos) == id);
            let pos =
                *pos.with_context(|| format!("the part of speech with id {id} is not known"))?;
            let table = tables.entry(pos).or_insert_with(LemmaTable::default);
            table.pos = pos.to_owned();
            match kind.text()? {
                "lemma_index" => {
                    table.index = lines(content.list()?, |word| Ok(word.text()?.to_owned()))?
                }
                "lemma_exc" => table.exceptions = lines(content.pairs()?, lemma_exception)?,
                "lemma_rules" => {
                    let rules = content.list()?.iter().map(lemma_rule);
                    table.rules = rules.collect::<Result<_>>()?;
                }
                other => bail!("the table `{other}` is not known"),
            }
        }
    }
    Ok(tables.into_values().collect())
}

/// Sorted lines; no line's text before the first tab appears twice.
fn lines<T>(entries: &[T], line: fn(&T) -> Result<String>) -> Result<String> {
    let mut keyed = BTreeMap::new();
    for entry in entries {
        let line = line(entry)?;
        ensure!(!line.contains('\n'), "`{line}` holds a line break");
        let key = line.split('\t').next().unwrap_or_default().to_owned();
        keyed.insert(key, line);
    }
    Ok(keyed.into_values().map(|line| line + "\n").collect())
}

fn lemma_exception((form, lemmas): &(Value, Value)) -> Result<String> {
    let mut texts = vec![form.text()?];
    for lemma in lemmas.list()? {
        texts.push(lemma.text()?);
    }
    ensure!(
        texts.iter().all(|text| !text.contains('\t')),
        "{texts:?} hold a tab"
    );
    Ok(texts.join("\t"))
}

fn lemma_rule(rule: &Value) -> Result<(String, String)> {
    match rule.list()? {
        [ending, new] => Ok((ending.text()?.to_owned(), new.text()?.to_owned())),
        other => bail!("a lemma rule has {} parts", other.len()),
    }
}
