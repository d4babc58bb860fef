"""Writes what spaCy's rule-based steps say about a list of texts, for the test in src/rules/tests.rs.

    python rules_generate.py MODEL rules_texts.jsonl rules_golden.jsonl

MODEL is en_core_web_md 3.8.0, run with spaCy 3.8. Each line of rules_texts.jsonl is one text as a JSON
string. Each line of the output is one object:

    text      the text
    tokens    [start, end] of each token, in bytes of UTF-8
    features  one number over NORM, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE and ORTH of all tokens
    before    [tag, dep] of each token as tagger and parser gave them
    after     [tag, dep, pos, morph, lemma] of each token when ruler and lemmatizer have spoken
"""

import json
import sys

import spacy
from spacy.attrs import IS_SPACE, NORM, ORTH, PREFIX, SHAPE, SPACY, SUFFIX


def digest(doc):
    number = 0
    if len(doc):
        for row in doc.to_array([NORM, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE, ORTH]).reshape(-1, 7).tolist():
            for feature in row:
                number = (number * 31 + feature) % 2**64
    return number


def main():
    model, texts, out = sys.argv[1:]
    pipeline = spacy.load(model, disable=["ner"])
    with open(texts, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    with open(out, "w", encoding="utf-8") as file:
        for line in lines:
            with pipeline.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
                doc = pipeline(line)
            at = [0]
            for character in line:
                at.append(at[-1] + len(character.encode("utf-8")))
            answer = {
                "text": line,
                "tokens": [[at[token.idx], at[token.idx + len(token)]] for token in doc],
                "features": digest(doc),
                "before": [[token.tag_, token.dep_] for token in doc],
            }
            for name in ["attribute_ruler", "lemmatizer"]:
                doc = pipeline.get_pipe(name)(doc)
            answer["after"] = [
                [token.tag_, token.dep_, token.pos_, str(token.morph), token.lemma_] for token in doc
            ]
            file.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
