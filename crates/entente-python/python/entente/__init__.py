"""Reads several reports of one event and gives back one account with its evidence.

>>> import entente
>>> account = entente.compare([("a.txt", "About 300 miners went on strike in Orda on Monday, the union said."),
...                            ("b.txt", "Some 320 miners went on strike in Orda on Monday.")])
>>> len(account.to_dict()["articles"])
2
"""

from ._entente import Account, Articles, __version__, compare, read

__all__ = ["Account", "Articles", "__version__", "compare", "read"]
