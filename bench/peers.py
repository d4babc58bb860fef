#!/usr/bin/env python3
"""Reads pages with one peer of Entente that is written in Python, for `cargo xtask bench pages`.

peers.py NAME DOCUMENTS.jsonl [RUNS]     one line per page: id, text, title, author, date, nanoseconds, bytes
peers.py                                 which peers are at hand, one line each: name, version, options

Nanoseconds are those of the processor for the extraction call alone, the least of RUNS calls; the page is a
`str` already. The last line holds the version and the peak memory of this process. Every peer is asked for
plain text without comments, as its documentation suggests, and for the metadata that it gives.
"""
import importlib.metadata, json, sys, time


def trafilatura(**options):
    from trafilatura import bare_extraction

    def read(html, url):
        found = bare_extraction(html, url=url, include_comments=False, with_metadata=True, **options)
        if found is None:
            return {}
        return {"text": found.text, "title": found.title, "author": (found.author or "").split("; "), "date": found.date}

    return read


BLOCKS = set(
    "address article aside blockquote body br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr"
    " html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)


def plain(html):
    """The text of a fragment, with a new line where a block starts and ends."""
    import lxml.html

    def walk(node, parts):
        is_block = node.tag in BLOCKS
        parts.append("\n" if is_block else "")
        if isinstance(node.tag, str):
            parts.append(node.text or "")
            for child in node:
                walk(child, parts)
        parts.append("\n" if is_block else "")
        parts.append(node.tail or "")

    parts = []
    if html.strip():
        walk(lxml.html.fromstring(html), parts)
    return "".join(parts)


def readability():
    from readability import Document

    def read(html, url):
        document = Document(html, url=url)
        return {"text": plain(document.summary()), "title": document.short_title(), "author": document.author()}

    return read


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html, url: {"text": extract_plain_text(html, main_content=True, alt_texts=False, list_bullets=False)}


def newspaper():
    from newspaper import Article

    def read(html, url):
        article = Article(url or "", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        date = article.publish_date
        return {"text": article.text, "title": article.title, "author": article.authors, "date": str(date or "")[:10]}

    return read


PEERS = {
    "trafilatura-python": ("trafilatura", "include_comments=False", lambda: trafilatura()),
    "trafilatura-python-precision": ("trafilatura", "include_comments=False, favor_precision=True", lambda: trafilatura(favor_precision=True)),
    "trafilatura-python-fast": ("trafilatura", "include_comments=False, fast=True", lambda: trafilatura(fast=True)),
    "readability-lxml": ("readability-lxml", "summary, short_title, author", readability),
    "resiliparse": ("resiliparse", "main_content=True, alt_texts=False, list_bullets=False", resiliparse),
    "newspaper4k": ("newspaper4k", "fetch_images=False", newspaper),
}


def peak_kb():
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def read_all(name, path, n_runs):
    package, _, build = PEERS[name]
    read = build()
    n_failed = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found, spent = {}, []
            for _ in range(n_runs):
                started = time.thread_time_ns()
                try:
                    found = read(row["html"], row.get("url"))
                except Exception as problem:
                    found = {"failed": repr(problem)}
                spent.append(time.thread_time_ns() - started)
            n_failed += "failed" in found
            size = len(row["html"].encode("utf-8", "surrogatepass"))
            print(json.dumps({"id": row["id"], **found, "nanoseconds": min(spent), "bytes": size}))
    version = importlib.metadata.version(package)
    print(json.dumps({"reader": name, "version": version, "peak_kb": peak_kb(), "failed": n_failed}))


def at_hand():
    for name, (package, options, _) in PEERS.items():
        try:
            print(json.dumps({"reader": name, "version": importlib.metadata.version(package), "options": options}))
        except importlib.metadata.PackageNotFoundError:
            pass


if __name__ == "__main__":
    if len(sys.argv) == 1:
        at_hand()
    else:
        read_all(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
