"""Prints what the page costs as one Markdown table: `make bench`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.bench import map
from tests.bench.table import Row, machine, table

PARTS: list[Callable[[], Iterable[Row]]] = [map.measure]


def main() -> None:
    """Measures every part and prints the rows of all."""
    line = machine()
    rows = [row for part in PARTS for row in part()]
    print(table(rows))
    print(f"\n`make bench`; {line}.")


if __name__ == "__main__":
    main()
