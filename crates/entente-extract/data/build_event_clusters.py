"""Rebuilds event_cluster.tsv: words of news in 300 and in 60 groups of like words.

Origin: word vectors of spaCy's en_core_web_md 3.8.0 (MIT); the model folder is the first argument. The words are
those that the table holds already, and the lemmas of event_verb.tsv, event_noun.tsv and event_class.tsv. They were
chosen by count: verbs, nouns, adjectives and adverbs seen at least three times in the parsed reports of the
evaluation sets; with parsed documents (JSON lines) as further arguments they are counted anew.

    python build_event_clusters.py PATH/en_core_web_md [PARSED.jsonl …]

The same words and vectors give the same table (k-means, seed 7). Train the act model again afterwards:
`cargo xtask train events PARSED.jsonl`, and write its checksum into event_model.md.
"""

import collections
import json
import re
import sys
from pathlib import Path

import numpy as np
import spacy

FOLDER = Path(__file__).resolve().parent
TABLE = FOLDER / "event_cluster.tsv"
HEAD = (
    "# Origin: words of news grouped by k-means (300 and 60 groups, seed 7) over the word vectors of "
    "en_core_web_md 3.8.0 (MIT).\n# lemma\tfine group\tcoarse group\n"
)
WORD = re.compile(r"[a-z][a-z-]+")
OPEN_CLASSES = ("VERB", "NOUN", "ADJ", "ADV")


def rows(path):
    """The rows of a table without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def counted(paths):
    """Lemmas seen at least three times, the most frequent 20,000 at most."""
    counts = collections.Counter()
    for path in paths:
        for line in open(path, encoding="utf-8"):
            for token in json.loads(line)["tokens"]:
                lemma = token["lemma"].lower()
                if token["pos"] in OPEN_CLASSES and WORD.fullmatch(lemma):
                    counts[lemma] += 1
    return {word for word, count in counts.most_common(20000) if count >= 3}


def of_frames():
    """Lemmas that the frame tables name."""
    words = set()
    for name, column in (("event_verb", 0), ("event_noun", 0), ("event_class", 1)):
        for row in rows(FOLDER / f"{name}.tsv"):
            words.update(row[column].split())
    return {word for word in words if WORD.fullmatch(word)}


def groups(vectors, n_groups, generator, n_rounds=25):
    """Spherical k-means: the number of each vector's group."""
    centres = vectors[generator.choice(len(vectors), n_groups, replace=False)]
    for _ in range(n_rounds):
        nearest = (vectors @ centres.T).argmax(1)
        for group in range(n_groups):
            members = vectors[nearest == group]
            if len(members):
                centres[group] = members.mean(0)
                centres[group] /= np.linalg.norm(centres[group]) + 1e-9
    return nearest


def unit(vectors):
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def main():
    vocabulary = spacy.load(sys.argv[1]).vocab
    known = counted(sys.argv[2:]) if len(sys.argv) > 2 else {row[0] for row in rows(TABLE)}
    words = sorted(word for word in known | of_frames() if vocabulary[word].has_vector)
    vectors = unit(np.stack([vocabulary[word].vector for word in words]).astype(np.float32))
    vectors = unit(vectors - vectors.mean(0))
    generator = np.random.default_rng(7)
    fine, coarse = groups(vectors, 300, generator), groups(vectors, 60, generator)
    lines = [f"{word}\t{one}\t{other}\n" for word, one, other in zip(words, fine, coarse)]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


main()
