"""Writes what spaCy says about texts, for the parity test of entente-language.

    python generate.py MODEL TEXTS.jsonl OUT.jsonl

MODEL is the folder or name of the pipeline, as spacy.load takes it: en_core_web_md 3.8.0 with spaCy 3.8.
TEXTS.jsonl has one JSON object with a "text" on each line; OUT.jsonl gets the same lines with spaCy's answer:

    text      the text
    tokens    [start, end] of each token, in bytes of UTF-8
    tags pos heads deps lemmas    one entry for each token; a root is its own head
    starts    indices of tokens that start a sentence
    ents      [first token, one past the last token, label]
"""

import json
import sys

import spacy


def answer(doc):
    text = doc.text
    at = [0]
    for character in text:
        at.append(at[-1] + len(character.encode("utf-8", "surrogatepass")))
    return {
        "text": text,
        "tokens": [[at[token.idx], at[token.idx + len(token)]] for token in doc],
        "tags": [token.tag_ for token in doc],
        "pos": [token.pos_ for token in doc],
        "heads": [token.head.i for token in doc],
        "deps": [token.dep_ for token in doc],
        "lemmas": [token.lemma_ for token in doc],
        "starts": [token.i for token in doc if token.is_sent_start],
        "ents": [[ent.start, ent.end, ent.label_] for ent in doc.ents],
    }


def main():
    model, texts, out = sys.argv[1:]
    pipeline = spacy.load(model)
    pipeline.max_length = 100_000_000
    with open(texts, encoding="utf-8") as file:
        lines = [json.loads(line)["text"] for line in file]
    with open(out, "w", encoding="utf-8") as file:
        for doc in pipeline.pipe(lines, batch_size=64):
            file.write(json.dumps(answer(doc), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
