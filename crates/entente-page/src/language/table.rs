//! N-grams of bytes, and how much commoner each is in which language.
//!
//! At every byte of a text the longest known n-gram that ends there is counted. A language's score is the sum over
//! n-grams of the logarithm of its probability, weighted by the logarithm of one plus the count, so that a word
//! that is repeated over and over does not decide alone.

use std::sync::LazyLock;

use super::{Identified, words};

/// The tables of all scripts that languages share.
pub struct Table {
    groups: Vec<Group>,
}

/// The languages of one script.
pub struct Group {
    name: &'static str,
    tags: Vec<&'static str>,
    /// Logarithm of the probability that a language gives to an n-gram that it never has.
    floors: Vec<f32>,
    nodes: Vec<Node>,
    /// The first byte of each node.
    bytes: &'static [u8],
    /// The node of each last two bytes; 0 for none.
    pairs: Vec<u16>,
    /// For each n-gram, steps above the floor for each language, padded to `width`.
    levels: Vec<u8>,
    width: usize,
}

/// A node of the tree of n-grams read from their end.
#[derive(Clone, Copy)]
struct Node {
    first_child: u16,
    n_children: u16,
    /// Number of the n-gram that ends here, or [`NONE`].
    gram: u16,
}

const NONE: u16 = u16::MAX;
/// Names of the scripts, in the order of the table.
const NAMES: [&str; 4] = ["Latin", "Cyrillic", "Arabic", "Devanagari"];
/// One level, as a difference of logarithms.
const STEP: f32 = 0.5;
/// The class of what is no language: numbers, names, addresses.
const NO_LANGUAGE: &str = "zxx";
/// Most languages of one script, padded.
const MAX_WIDTH: usize = 96;

/// So much of a text is heard for the words that tell near languages apart.
const MAX_HEARD_BYTES: usize = 20_000;
/// What an n-gram weighs that stands so many times: the logarithm of one more.
static WEIGHTS: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|count| (count as f32).ln_1p()));

impl Table {
    /// Reads the table as `convert.py` writes it.
    pub fn read(bytes: &'static [u8]) -> Self {
        let mut reader = Reader { bytes };
        assert_eq!(reader.take(8), b"ENTLANG1", "the table has its mark");
        let n_groups = usize::from(reader.byte());
        let names = NAMES.iter().take(n_groups);
        Table {
            groups: names.map(|name| reader.group(name)).collect(),
        }
    }

    /// The languages of a script, if there are several.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }
}

struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    fn take(&mut self, n_bytes: usize) -> &'static [u8] {
        let (taken, rest) = self.bytes.split_at(n_bytes);
        self.bytes = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn group(&mut self, name: &'static str) -> Group {
        let n_tags = usize::from(self.byte());
        let tags: Vec<&'static str> = (0..n_tags).map(|_| self.tag()).collect();
        let floors = self.take(4 * n_tags).chunks_exact(4);
        let floors = floors.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let floors: Vec<f32> = floors.collect();
        let n_nodes = usize::from(u16::from_le_bytes([self.byte(), self.byte()]));
        let bytes = self.take(n_nodes);
        let (nodes, n_grams) = nodes(self.take(n_nodes), self.take(n_nodes));
        let width = n_tags.next_multiple_of(16);
        assert!(width <= MAX_WIDTH, "a script has few languages");
        let mut levels = vec![0; n_grams * width];
        for row in levels.chunks_exact_mut(width) {
            self.row(&mut row[..n_tags]);
        }
        Group {
            name,
            tags,
            floors,
            pairs: pairs(&nodes, bytes),
            nodes,
            bytes,
            levels,
            width,
        }
    }

    fn tag(&mut self) -> &'static str {
        let n_bytes = usize::from(self.byte());
        std::str::from_utf8(self.take(n_bytes)).expect("tags are ASCII")
    }

    fn row(&mut self, row: &mut [u8]) {
        let bits = self.take(row.len().div_ceil(8));
        let is_above = |idx: usize| bits[idx / 8] >> (idx % 8) & 1 == 1;
        let n_above = (0..row.len()).filter(|&idx| is_above(idx)).count();
        let nibbles = self.take(n_above.div_ceil(2));
        let mut nibbles = nibbles.iter().flat_map(|byte| [byte & 15, byte >> 4]);
        for (idx, level) in row.iter_mut().enumerate() {
            if is_above(idx) {
                *level = 1 + nibbles.next().unwrap_or_default();
            }
        }
    }
}

/// The nodes, which stand breadth first, and the number of n-grams.
fn nodes(n_children: &[u8], is_gram: &[u8]) -> (Vec<Node>, usize) {
    let mut first_child = 1;
    let mut n_grams = 0;
    let nodes = n_children.iter().zip(is_gram).map(|(n_children, is_gram)| {
        let node = Node {
            first_child,
            n_children: u16::from(*n_children),
            gram: if *is_gram == 1 { n_grams } else { NONE },
        };
        first_child += node.n_children;
        n_grams += u16::from(*is_gram);
        node
    });
    (nodes.collect(), usize::from(n_grams))
}

fn pairs(nodes: &[Node], bytes: &[u8]) -> Vec<u16> {
    let mut pairs = vec![0; 1 << 16];
    for last in nodes[0].children() {
        for node in nodes[last].children() {
            pairs[pair(bytes[node], bytes[last])] = node as u16;
        }
    }
    pairs
}

fn pair(before: u8, last: u8) -> usize {
    usize::from(last) << 8 | usize::from(before)
}

impl Node {
    fn children(self) -> std::ops::Range<usize> {
        let first = usize::from(self.first_child);
        first..first + usize::from(self.n_children)
    }
}

impl Group {
    /// The language that a text is in, from pieces of it.
    pub fn identify(&self, text: &str, pieces: &[&str]) -> Option<Identified> {
        let mut counts = vec![0_u8; self.levels.len() / self.width];
        let mut found = Vec::with_capacity(1024);
        let mut n_bytes = 0;
        for piece in pieces {
            let clean = clean(piece);
            n_bytes += clean.len();
            self.count(&clean, &mut counts, &mut found);
        }
        let mut scores = self.scores(&counts, &found);
        if words::is_told(self.tags[self.best(&scores)]) {
            let heard = &text[..text.floor_char_boundary(MAX_HEARD_BYTES)];
            words::weigh(heard, &self.tags, &mut scores);
        }
        self.choose(&scores, n_bytes)
    }

    fn best(&self, scores: &[f32; MAX_WIDTH]) -> usize {
        let better = |a: &usize, b: &usize| scores[*a].total_cmp(&scores[*b]);
        (0..self.tags.len()).max_by(better).unwrap_or_default()
    }

    /// Counts the longest n-gram that ends at each byte.
    fn count(&self, text: &[u8], counts: &mut [u8], found: &mut Vec<u16>) {
        for at in 1..text.len() {
            let gram = self.longest(&text[..=at]);
            if gram != NONE {
                let count = &mut counts[usize::from(gram)];
                if *count == 0 {
                    found.push(gram);
                }
                *count = count.saturating_add(1);
            }
        }
    }

    /// The longest n-gram at the end of `text`, which has two bytes or more.
    fn longest(&self, text: &[u8]) -> u16 {
        let n_bytes = text.len();
        let mut node =
            self.nodes[usize::from(self.pairs[pair(text[n_bytes - 2], text[n_bytes - 1])])];
        let mut gram = node.gram;
        for byte in text[..n_bytes - 2].iter().rev() {
            let children = node.children();
            let first = children.start;
            let Some(idx) = memchr::memchr(*byte, &self.bytes[children]) else {
                break;
            };
            node = self.nodes[first + idx];
            if node.gram != NONE {
                gram = node.gram;
            }
        }
        gram
    }

    fn scores(&self, counts: &[u8], found: &[u16]) -> [f32; MAX_WIDTH] {
        let mut scores = [0.0; MAX_WIDTH];
        // Most n-grams stand once: their levels are added up as small numbers, which is fast.
        let mut once = [0_u16; MAX_WIDTH];
        let mut all = 0.0;
        for gram in found {
            let count = counts[usize::from(*gram)];
            let levels = &self.levels[usize::from(*gram) * self.width..][..self.width];
            all += WEIGHTS[usize::from(count)];
            if count == 1 {
                add(&mut once, levels);
            } else {
                add_weighted(&mut scores, levels, WEIGHTS[usize::from(count)]);
            }
        }
        for (idx, score) in scores.iter_mut().enumerate() {
            let levels = *score + f32::from(once[idx]) * WEIGHTS[1];
            *score = levels * STEP + all * self.floors.get(idx).copied().unwrap_or_default();
        }
        scores
    }

    /// The best language. How sure it is falls with the distance of the next, measured as py3langid does.
    fn choose(&self, scores: &[f32; MAX_WIDTH], n_bytes: usize) -> Option<Identified> {
        let best = self.best(scores);
        let scale = (n_bytes.max(1) as f32).sqrt();
        let odds = |idx: usize| ((scores[idx] - scores[best]) / scale).exp();
        let all: f32 = (0..self.tags.len()).map(odds).sum();
        let same = (0..self.tags.len()).filter(|idx| self.tags[*idx] == self.tags[best]);
        let tag = self.tags[best];
        (tag != NO_LANGUAGE).then_some(Identified {
            tag,
            confidence: same.map(odds).sum::<f32>() / all,
        })
    }
}

fn add(sums: &mut [u16; MAX_WIDTH], levels: &[u8]) {
    for (sum, level) in sums.iter_mut().zip(levels) {
        *sum = sum.wrapping_add(u16::from(*level));
    }
}

fn add_weighted(sums: &mut [f32; MAX_WIDTH], levels: &[u8], weight: f32) {
    for (sum, level) in sums.iter_mut().zip(levels) {
        *sum += weight * f32::from(*level);
    }
}

/// The bytes of a text with its blanks as blanks; a text in capitals is put in small letters.
fn clean(text: &str) -> Vec<u8> {
    let n_upper = text.chars().take(200).filter(|c| c.is_uppercase()).count();
    let n_lower = text.chars().take(200).filter(|c| c.is_lowercase()).count();
    let blank = |byte: u8| if byte < b' ' { b' ' } else { byte };
    if n_upper > n_lower {
        text.to_lowercase().bytes().map(blank).collect()
    } else {
        text.bytes().map(blank).collect()
    }
}
