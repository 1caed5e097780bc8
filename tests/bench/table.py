"""What was measured, as a Markdown table."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what, what was found, what it should be, and whether it is (None: no target)."""

    what: str
    found: str
    target: str = ""
    met: bool | None = None


def table(rows: Iterable[Row]) -> str:
    """The rows under a head."""
    verdicts = {True: "pass", False: "**miss**", None: ""}
    lines = ["| what | measured | target | |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.found} | {r.target} | {verdicts[r.met]} |" for r in rows]
    return "\n".join(lines)


def spread(values: Sequence[float], unit: str, digits: int = 2) -> str:
    """Median with least and most: `1.52 s (1.48–1.70)`."""
    low, mid, high = (f"{v:.{digits}f}" for v in (min(values), median(values), max(values)))
    return f"{mid} {unit} ({low}–{high})"


def machine() -> str:
    """What it was measured on, in one line."""
    parts = [f"{os.cpu_count()} cores", _cpu(), f"load {os.getloadavg()[0]:.1f} at the start"]
    parts += [f"Python {platform.python_version()}"]
    parts += [f"{name} {version(name)}" for name in ("streamlit", "streamlit-folium", "folium")]
    return ", ".join(part for part in parts if part)


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return platform.processor()
    named = [line for line in info.read_text().splitlines() if line.startswith("model name")]
    return named[0].split(":", 1)[1].strip() if named else platform.machine()
