"""`entente-account REPORT...`: the account of some files, as JSON or as a page."""

import argparse
import sys

from . import compare


def main() -> int:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="entente-account", description="One account of several reports.")
    parser.add_argument("report", nargs="+", help="a file: text, HTML, Markdown")
    parser.add_argument("--html", metavar="FILE", help="write a page; without it JSON is printed")
    settings = parser.parse_args()
    try:
        account = compare(settings.report)
        if settings.html:
            with open(settings.html, "w", encoding="utf-8") as file:
                file.write(account.html())
        else:
            sys.stdout.buffer.write(account.json().encode("utf-8") + b"\n")
    except OSError as error:
        print(f"entente-account: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
