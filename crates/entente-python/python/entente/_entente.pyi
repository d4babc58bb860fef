from collections.abc import Iterable
from os import PathLike
from typing import Any

__version__: str

Report = str | PathLike[str] | tuple[str, str | bytes]

class Account:
    """What several reports say of one event or several."""

    n_reports: int
    n_stories: int
    def json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def html(self) -> str: ...
    def _repr_html_(self) -> str: ...

class Articles:
    """Articles as a table: give it to pyarrow.table, polars.DataFrame, pandas through pyarrow, or DuckDB."""

    problems: list[tuple[str, str, str]]
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

def compare(reports: Iterable[Report]) -> Account:
    """Reads reports, sorts them into stories and compares those of each. A report is a path, or a name with text or bytes."""

def read(files: Iterable[Report]) -> Articles:
    """Reads the articles out of files: text, HTML, feeds, WARC, JSON lines, CSV, Parquet, mail, ZIP; also gzipped."""
