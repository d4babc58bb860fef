"""Tries the installed package: `maturin build --release`, install the wheel with pyarrow and polars, then run this file."""

import json
import pathlib
import subprocess
import sys
import tempfile

import polars
import pyarrow

import entente

ROOT = pathlib.Path(__file__).resolve().parents[3]
REPORTS = sorted((ROOT / "examples" / "summit").glob("[1-5]-*"))


def accounts():
    """The account of the shipped reports, from paths and from bytes."""
    account = entente.compare(REPORTS)
    assert (account.n_reports, account.n_stories) == (5, 1), account
    whole = account.to_dict()
    assert json.loads(account.json()) == whole
    assert whole["version"] == "1" and entente.__version__
    topics = [slot["topic"] for slot in whole["stories"][0]["slots"] if slot["verdict"] == "contradict"]
    assert any("rade" in topic for topic in topics), topics
    articles = {article["id"]: article["text"].encode() for article in whole["articles"]}
    for slot in whole["stories"][0]["slots"]:
        for value in slot["values"]:
            span = value["span"]
            assert articles[value["report"]][span["start"] : span["end"]].decode() == value["text"]
    again = entente.compare([(report.name, report.read_bytes()) for report in REPORTS])
    assert [a["text"] for a in again.to_dict()["articles"]] == [a["text"] for a in whole["articles"]]


def notebooks():
    """What a report writes reaches no notebook."""
    hostile = "Miners <script>alert(1)</script> \"onload='x' went on strike in Orda on Monday, </iframe> the union said."
    shown = entente.compare([("a.txt", hostile), ("b.txt", hostile.replace("Miners", "Some 300 miners"))])._repr_html_()
    assert shown.startswith('<iframe sandbox=""') and shown.endswith("</iframe>")
    inside = shown.split('srcdoc="')[1].removesuffix('"></iframe>')
    assert not set(inside) & set("<>\"'"), "all of it is escaped"
    assert "&amp;lt;script&amp;gt;" in inside


def tables():
    """Articles go to pyarrow and polars without a copy of our own."""
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "news.jsonl"
        one = {"headline": "Port reopens", "body": "The port of Orda reopened on Monday.", "published": "2025-05-08"}
        lines.write_text("".join(json.dumps({**one, "headline": f"Port {n}"}) + "\n" for n in range(10_000)))
        articles = entente.read([*REPORTS, lines])
    assert len(articles) == 10_005, articles
    table = pyarrow.table(articles)
    assert table.num_rows == 10_005 and table.column("title")[-1].as_py() == "Port 9999"
    assert str(table.schema.field("day").type) == "date32[day]"
    assert str(table.column("day")[-1]) == "2025-05-08"
    frame = polars.DataFrame(articles)
    assert frame.shape == (10_005, len(table.column_names))
    assert frame["text"].to_list() == table.column("text").to_pylist()
    assert pyarrow.table(articles).equals(table), "it can be read again"
    assert pyarrow.schema(articles).equals(table.schema)


def faults():
    """What is wrong is told as Python tells it."""
    for reports, kind in [(["/no/such/file"], FileNotFoundError), ([7], TypeError), (7, TypeError)]:
        for function in (entente.compare, entente.read):
            try:
                function(reports)
            except kind:
                continue
            raise AssertionError((function, reports))
    assert entente.compare([]).n_reports == 0
    assert len(entente.read([("empty.txt", b"")])) == 0


def command():
    """The command that comes with the package."""
    run = subprocess.run([sys.executable, "-m", "entente", *map(str, REPORTS)], capture_output=True, check=True)
    assert len(json.loads(run.stdout)["articles"]) == 5


if __name__ == "__main__":
    for trial in (accounts, notebooks, tables, faults, command):
        trial()
        print(trial.__name__, "well")
