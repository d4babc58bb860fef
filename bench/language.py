#!/usr/bin/env python3
"""Reads English with spaCy, for `cargo xtask bench language`.

language.py time stock|tuned TEXTS.jsonl N   one JSON line: version, tokens, nanoseconds, first_ns, peak_kb
language.py answers OUT.jsonl TEXTS.jsonl N  what spaCy says of the first N texts, as parity/generate.py writes it

SPACY_MODEL may name the folder of en_core_web_md. Tuned is OpenBLAS in place of the BLIS that thinc brings.
"""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import importlib.util, json, pathlib, resource, sys, time


def load(tuned):
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    if tuned:
        set_current_ops(NumpyOps(use_blis=False))
    return spacy, spacy.load(os.environ.get("SPACY_MODEL", "en_core_web_md"))


def texts(path, n):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(n))]


def measure(kind, path, n):
    spacy, pipeline = load(kind == "tuned")
    pipeline("The minister met two envoys in Geneva.")
    first = time.process_time_ns()
    some = texts(path, n)
    started = time.process_time_ns()
    tokens = sum(len(doc) for doc in pipeline.pipe(some, batch_size=64))
    took = time.process_time_ns() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"version": spacy.__version__, "tokens": tokens, "nanoseconds": took, "first_ns": first, "peak_kb": peak}))


def answers(out, path, n):
    generate = pathlib.Path(__file__).parent / "../crates/entente-language/parity/generate.py"
    spec = importlib.util.spec_from_file_location("generate", generate)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, pipeline = load(True)
    with open(out, "w", encoding="utf-8") as file:
        for doc in pipeline.pipe(texts(path, n), batch_size=64):
            file.write(json.dumps(module.answer(doc), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    what, how, path, n = sys.argv[1:]
    measure(how, path, int(n)) if what == "time" else answers(how, path, int(n))
