"""Writes the small tables that spaCy and Python hold in their code, not in a model's files.

    python crates/entente-language/parity/rules_tables.py

Run it with Python 3.11 and spaCy 3.8.7 from the root of the repository. It writes
xtask/data/symbols.tsv, xtask/data/base_norms.tsv and crates/entente-language/data/chars.tsv.
"""

import sys
import unicodedata

import spacy
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

SPACY = f"# From spaCy {spacy.__version__} (MIT, copyright Explosion GmbH), {{}}, by parity/rules_tables.py.\n"


def write(path, head, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write(head)
        file.writelines("\t".join(map(str, row)) + "\n" for row in rows)


def ranges(is_kind):
    first = None
    for code in range(0x110001):
        inside = code < 0x110000 and not 0xD800 <= code < 0xE000 and is_kind(chr(code))
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            yield first, code - 1
            first = None


write(
    "xtask/data/symbols.tsv",
    SPACY.format("spacy/symbols.pyx") + "# name\tid\n",
    sorted((name, number) for name, number in IDS.items() if name),
)
write(
    "xtask/data/base_norms.tsv",
    SPACY.format("spacy/lang/norm_exceptions.py") + "# word\tnorm\n",
    sorted(BASE_NORMS.items()),
)
KINDS = {
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "decimal": str.isdecimal,
    "word": lambda character: character.isalnum() or character == "_",
}
write(
    "crates/entente-language/data/chars.tsv",
    f"# Kinds of characters of Python {sys.version.split()[0]} (Unicode {unicodedata.unidata_version}), by"
    " parity/rules_tables.py.\n# kind\tfirst\tlast (code points, hexadecimal, both in the range)\n",
    [(kind, f"{a:X}", f"{b:X}") for kind, is_kind in KINDS.items() for a, b in ranges(is_kind)],
)
