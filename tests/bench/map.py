"""The map: time to the last marker, bytes to the browser, runs of the script.

All pages are visited in turn, round after round, on servers that were visited before and with
a new browser context each, so that a busy moment of the machine falls on all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from geo.themes import THEMES
from tests.bench.relay import Relay, relayed
from tests.bench.stopwatch import FLOOR, FRAME, OURS, Cost, Watched, plain, watched
from tests.bench.table import Row, spread
from tests.browser.chromium import FLAGS, HINT, path
from tests.browser.conftest import Visit
from tests.server import served

ROUNDS = 5
MANY = (1_000, 10_000)
PAGES = "tests/bench/pages"
ENTRIES = {
    "page": "",
    "floor": f"{PAGES}/floor.py",
    "ours": f"{PAGES}/ours.py",
    "plain": f"{PAGES}/plain.py",
}
"""Server → its script; the page itself starts as its users start it."""

FLOOR_RATIO = 1.5
FASTER = {1_000: 2.0, 10_000: 6.0}
FIRST_BYTES = 1_500_000
ACT_BYTES = 200_000
RUN_MS = 150


@dataclass(frozen=True, slots=True)
class Arm:
    """A page to visit: which server, what to ask for, and what holds once it is drawn."""

    server: str
    query: str
    drawn: str


ARMS = {
    "page": Arm("page", "", OURS),
    "floor": Arm("floor", "", FLOOR),
    **{f"ours {n}": Arm("ours", f"/?n={n}", OURS) for n in MANY},
    **{f"plain {n}": Arm("plain", f"/?n={n}", plain(n)) for n in MANY},
}


def _switch(visit: Visit) -> None:
    label = re.compile(f"^{THEMES['wind'].label} ")
    visit.page.get_by_role("button", name=label).click()


def _shade(visit: Visit) -> None:
    visit.page.get_by_text("Shade SCO members").click()


def _click(visit: Visit) -> None:
    visit.look_at(43.53, 69.69, 10)
    visit.map.locator(".atlas-pin[data-place='zhanatas_wind']").click()


def _next(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Next").click()


def _pan(visit: Visit) -> None:
    box = visit.page.locator(FRAME).bounding_box()
    assert box, "the map has no size"
    mouse, x, y = visit.page.mouse, box["x"] + 300, box["y"] + 200
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 150, y + 80, steps=8)
    mouse.up()
    mouse.wheel(0, -300)


ACTS: dict[str, Callable[[Visit], None]] = {
    "pan and zoom by mouse": _pan,
    "layer off": _switch,
    "layer on": _switch,
    "members shaded": _shade,
    "selection on the map": _click,
    "selection by “Next”": _next,
}
"""Acts of a reader, in this order on one page."""


@dataclass
class Found:
    """What the rounds found: seconds and opening costs by arm, costs by act."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {arm: [] for arm in ARMS})
    openings: dict[str, list[Cost]] = field(default_factory=lambda: {arm: [] for arm in ARMS})
    acts: dict[str, list[Cost]] = field(default_factory=lambda: {act: [] for act in ACTS})


def measure() -> Iterable[Row]:
    """Visits all pages ROUNDS times; returns the rows."""
    executable = path()
    if not executable:
        sys.exit(HINT)
    with sync_playwright() as playwright, _servers() as relays:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        found = _rounds(browser, relays)
        browser.close()
    return [*_times(found), *_first(found), *_acts(found)]


@contextmanager
def _servers() -> Iterator[dict[str, Relay]]:
    with ExitStack() as started:
        addresses = {n: started.enter_context(served(entry=e)) for n, e in ENTRIES.items()}
        yield {
            name: started.enter_context(relayed(urlsplit(address).port or 0))
            for name, address in addresses.items()
        }


def _rounds(browser: Browser, relays: dict[str, Relay]) -> Found:
    def visit(arm: Arm) -> AbstractContextManager[Watched]:
        return watched(browser, relays[arm.server], arm.query, arm.drawn)

    for name in ("page", "floor", "ours 1000", "ours 10000", "plain 1000"):
        with visit(ARMS[name]):
            pass  # the first visit warms the server
    found = Found()
    for number in range(1, ROUNDS + 1):
        print(f"round {number} of {ROUNDS} …", file=sys.stderr, flush=True)
        for name, arm in ARMS.items():
            with visit(arm) as page:
                found.seconds[name].append(page.seconds)
                found.openings[name].append(page.opening)
                if name == "page":
                    for act, do in ACTS.items():
                        found.acts[act].append(page.cost_of(do))
    return found


def _times(found: Found) -> Iterable[Row]:
    middle = {arm: median(seconds) for arm, seconds in found.seconds.items()}
    told = {arm: spread(seconds, "s") for arm, seconds in found.seconds.items()}
    ratio = middle["page"] / middle["floor"]
    yield Row(
        "the page to its last marker, over the base map alone",
        f"{told['page']} / {told['floor']} = {ratio:.2f}",
        f"≤ {FLOOR_RATIO:g}",
        ratio <= FLOOR_RATIO,
    )
    for n in MANY:
        faster = middle[f"plain {n}"] / middle[f"ours {n}"]
        yield Row(
            f"{n:,} places: plain circles with popups, over our layers",
            f"{told[f'plain {n}']} / {told[f'ours {n}']} = {faster:.2f}",
            f"≥ {FASTER[n]:g}",
            faster >= FASTER[n],
        )


def _first(found: Found) -> Iterable[Row]:
    received = median(cost.received for cost in found.openings["page"])
    front_end = median(cost.front_end for cost in found.openings["page"])
    yield Row(
        "bytes of the first map, all in all",
        f"{received / 1e6:.2f} MB, of it {front_end / 1e6:.2f} MB Streamlit’s front end",
        f"≤ {FIRST_BYTES / 1e6:g} MB",
        received <= FIRST_BYTES,
    )
    runs = [cost.runs for cost in found.openings["page"]]
    yield Row("runs of the script until the first map is at rest", f"{median(runs):g}")


def _acts(found: Found) -> Iterable[Row]:
    for act, costs in found.acts.items():
        runs = max(cost.runs for cost in costs)
        if act.startswith("pan"):
            yield Row(f"{act}: runs of the script", f"{runs}", "0", runs == 0)
            continue
        received = median(cost.received for cost in costs)
        yield Row(
            f"{act}: bytes", f"{received / 1e3:.0f} KB", f"≤ {ACT_BYTES / 1e3:g} KB",
            received <= ACT_BYTES,
        )  # fmt: skip
        took = [cost.server_s * 1000 for cost in costs]
        yield Row(
            f"{act}: the run on the server", spread(took, "ms", 0), f"{RUN_MS} ms (aim)",
            median(took) <= RUN_MS,
        )  # fmt: skip
    remounts = sum(cost.remounts for costs in found.acts.values() for cost in costs)
    yield Row("new maps in all these acts", f"{remounts}", "0", remounts == 0)
