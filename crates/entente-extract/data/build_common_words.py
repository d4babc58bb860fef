"""Builds common_words.tsv: the most common English words.

Source: SCOWL 2020.12.07 through the Debian package scowl, whose word lists lie in usr/share/dict/scowl.

Usage: python3 build_common_words.py SCOWL_FOLDER > words; the header of the table is kept by hand.
"""

import sys
import textwrap
from pathlib import Path

words = set()
for kind in ("english", "american", "british"):
    for size in ("10", "20"):
        file = Path(sys.argv[1]) / f"{kind}-words.{size}"
        words |= set(file.read_text(encoding="latin1").split())
words = sorted(word for word in words if "'" not in word and word.isascii())
print("\n".join(textwrap.wrap(" ".join(words), 118, break_on_hyphens=False)))
