"""Reads every export of a workspace with the real reader of its form, and walks rows back to their sentences.

    python exports.py ENTENTE WORKSPACE

needs: pandas pyarrow followthemoney stix2 networkx feedparser geojson shapely citeproc-py. A reader that is not installed is
named and left out. Exit status 0 if every reader that is there reads without a warning, 1 otherwise.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ENTENTE, WORKSPACE = sys.argv[1], sys.argv[2]
FOLDER = Path(tempfile.mkdtemp(prefix="exports-"))
TABLES = ["articles", "claims", "events", "quotes", "figures", "stories"]
EVENT_DATA = {"polecat": 41, "icews": 21, "gdelt": 62, "gdelt-mentions": 16}
warnings.simplefilter("error")
# One reader leaves its own file open.
warnings.simplefilter("ignore", ResourceWarning)


def export(form, *more):
    path = FOLDER / "-".join([form, *[word.strip("-") for word in more]])
    done = subprocess.run(
        [ENTENTE, "export", form, *more, "-w", WORKSPACE, "--least", "0.7", "-o", str(path)], capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr
    return path


def texts():
    return {row["article"]: row["text"].encode() for row in lines(export("jsonl", "articles"))}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def walk(rows, texts):
    """Every row's words are a slice of its article, inside of its sentence's article."""
    for row in rows:
        text = texts[row["article"]]
        assert text[int(row["start"]) : int(row["end"])].decode() == row["words"], row["claim"]
        assert row["sentence"].encode() in text, row["claim"]
    return len(rows)


def needs(*modules):
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise ModuleNotFoundError(", ".join(missing))


def tables(texts):
    needs("pandas", "pyarrow")
    import pandas
    import pyarrow.ipc
    import pyarrow.parquet

    n = 0
    for table in TABLES:
        rows = lines(export("jsonl", table))
        csv = pandas.read_csv(export("csv", table), low_memory=False)
        parquet = pyarrow.parquet.read_table(export("parquet", table))
        arrow = pyarrow.ipc.open_file(export("arrow", table)).read_all()
        arrow.validate(full=True)
        assert len(rows) == len(csv) == parquet.num_rows == arrow.num_rows, table
        assert list(csv.columns) == parquet.column_names == arrow.column_names, table
        assert parquet.to_pylist() == arrow.to_pylist(), table
        if rows:
            assert parquet.to_pylist()[0].keys() == rows[0].keys()
        for column in csv.select_dtypes("str"):
            formulas = csv[column].dropna().astype(str).str.match(r"[=+\-@\t\r]")
            assert not formulas.any(), (table, column)
        if "claim" in parquet.column_names:
            walk(parquet.to_pylist(), texts)
        n += len(rows)
    return f"{n} rows in {len(TABLES)} tables, CSV, JSONL, Parquet and Arrow alike"


def event_data(texts):
    n = 0
    for form, columns in EVENT_DATA.items():
        for line in export(form).read_text(encoding="utf-8").split("\n")[:-1]:
            assert line.count("\t") == columns - 1, (form, line)
            n += 1
    known = {text for text in texts.values()}
    for row in lines(export("plover")):
        text = next(text for text in known if row["text"].encode() in text)
        for words in row["claim"]["evidence"]:
            assert words["text"].encode() in text
        assert row["claim"]["id"].startswith("clm_"), row["id"]
        n += 1
    return f"{n} lines of PLOVER, POLECAT, ICEWS, GDELT"


def follow_the_money(texts):
    needs("followthemoney")
    from followthemoney import model
    from followthemoney.proxy import EntityProxy
    from followthemoney.statement.serialize import read_csv_statements

    seen, refers = {}, set()
    for row in lines(export("ftm")):
        raw = EntityProxy.from_dict(row)
        clean = EntityProxy(model[row["schema"]], {**row, "properties": {}})
        for name, values in row["properties"].items():
            assert name in raw.schema.properties, (row["schema"], name)
            for value in values:
                clean.add(name, value, quiet=False)
                assert value in clean.get(name) or name in ("sourceUrl", "bodyText"), (name, value, clean.get(name))
            if raw.schema.get(name).type.name == "entity":
                refers.update(values)
        model.get(row["schema"]).validate({"properties": row["properties"]})
        seen[row["id"]] = seen[row["id"]].merge(raw) if row["id"] in seen else raw
    assert refers <= seen.keys(), list(refers - seen.keys())[:5]
    statements = 0
    with open(export("ftm-statements"), "rb") as file:
        for statement in read_csv_statements(file):
            key = statement.make_key(statement.dataset, statement.entity_id, statement.prop, statement.value, False)
            assert statement.id == key, statement
            kind = model[statement.schema].get(statement.prop)
            assert kind and kind.type.name == statement.prop_type, statement
            statements += 1
    return f"{len(seen)} entities, {statements} statements"


def stix(texts):
    needs("stix2")
    import stix2

    path = export("stix")
    bundle = stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)
    ids = [one.id for one in bundle.objects]
    assert len(ids) == len(set(ids)), "an object stands twice"
    known = set(ids)
    for one in bundle.objects:
        for name in ("object_refs",):
            assert set(one.get(name, [])) <= known, one.id
        for name in ("source_ref", "target_ref", "created_by_ref"):
            assert one.get(name, ids[0]) in known, one.id
    again = path.read_bytes()
    assert export("stix").read_bytes() == again, "another export of the same gives other bytes"
    return f"{len(ids)} objects"


def geojson_(texts):
    needs("geojson", "shapely")
    import geojson
    from shapely.geometry import shape

    collection = geojson.loads(export("geojson").read_text(encoding="utf-8"))
    assert collection.is_valid, collection.errors()
    for feature in collection.features:
        point = shape(feature.geometry)
        assert point.is_valid and abs(point.x) <= 180 and abs(point.y) <= 90
    walk([feature.properties for feature in collection.features], texts)
    return f"{len(collection.features)} features"


def graphml(texts):
    needs("networkx")
    import networkx

    graph = networkx.read_graphml(export("graphml"), force_multigraph=True)
    assert all("name" in data for _, data in graph.nodes(data=True)), "an edge without its node"
    for *_, data in graph.edges(data=True):
        words = texts[data["article"]][data["start"] : data["end"]].decode()
        assert words.split() == data["words"].split() or not words.isprintable(), data
    return f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"


def feeds(texts):
    needs("feedparser")
    import feedparser

    n = []
    for form, version in [("rss", "rss20"), ("atom", "atom10")]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            feed = feedparser.parse(export(form).read_bytes())
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == version, feed.version
        assert all(entry.id and entry.title and (entry.get("published_parsed") or entry.updated_parsed) for entry in feed.entries)
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        n.append(len(feed.entries))
    assert n[0] == n[1]
    return f"{n[0]} stories as RSS and as Atom"


def citations(texts):
    needs("citeproc")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc.source.json import CiteProcJSON

        items = json.loads(export("csl").read_text(encoding="utf-8"))
        read = CiteProcJSON(items)
    assert len(read) == len(items) == len(texts) + 1
    assert items[0]["type"] == "dataset" and "sha256" in items[0]["note"]
    return f"{len(items)} items"


def main():
    known = texts()
    status = 0
    for check in [tables, event_data, follow_the_money, stix, geojson_, graphml, feeds, citations]:
        name = check.__name__.strip("_").replace("_", " ")
        try:
            print(f"{name}: {check(known)}")
        except ModuleNotFoundError as missing:
            print(f"{name}: left out, not installed: {missing}")
        except Exception as error:  # every reader fails in its own way
            status = 1
            print(f"{name}: FAILED {type(error).__name__}: {error}")
    return status


sys.exit(main())
