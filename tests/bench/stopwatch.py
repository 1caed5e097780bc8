"""A page under a stopwatch: when its last marker stood, what came over the wire, who ran."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.relay import Relay
from tests.browser.conftest import Visit

QUIET = 500  # ms without a new marker, a run or a message: the page has come to rest
PATIENCE = 180_000  # ms: ten thousand plain markers take half a minute on two busy cores
POLL = 50  # ms
DEBOUNCE = 250  # ms that streamlit-folium waits before it tells the server of a click
FRAME = "iframe[title^='streamlit_folium']"

# Runs in the page before anything else and looks into the map's frame, which has the same origin.
# Whatever Leaflet draws at a place counts: icons (pins, spots, names of countries) and circles.
CLOCK = """(() => {
  if (self !== top) return;
  const drawn = ".leaflet-marker-icon, path.leaflet-interactive";
  const known = new WeakSet();
  window.lastDrawn = 0; // ms since navigation
  const observer = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      if (node.nodeType === 1 && (node.matches(drawn) || node.querySelector(drawn))) {
        window.lastDrawn = performance.now();
        return;
      }
    }
  });
  setInterval(() => {
    for (const frame of document.querySelectorAll("iframe[title^='streamlit_folium']")) {
      const inside = frame.contentDocument;
      if (!inside || known.has(inside)) continue;
      known.add(inside);
      observer.observe(inside, { childList: true, subtree: true });
    }
  }, 10);
})()"""
# Asked from outside: a question inside the frame may be lost when the frame gets its document.
HOLDS = """([frame, condition]) => {
  const found = document.querySelector(frame);
  return found && found.contentWindow.eval(condition);
}"""
LAND = "window.atlasMap && atlasMap.getPane('land').querySelector('canvas') !== null"
PINS = "document.querySelector('.atlas-pin, .atlas-spot') !== null"
NAMES = "document.querySelector('.atlas-country') !== null"
FLOOR = f"{LAND} && {NAMES}"
OURS = f"{LAND} && {PINS}"


def plain(places: int) -> str:
    """The condition under which a plain map has all its circles."""
    return f"{LAND} && document.querySelectorAll('path.leaflet-interactive').length === {places}"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one act cost: bytes to the browser, runs of the script and their time, new maps.

    `received` is all bytes of answers on the wire; `files` says, by path, how many of them were
    bodies. `server_s` is from the browser's first request for a run to the last "script
    finished".
    """

    received: int
    files: dict[str, int]
    runs: int
    server_s: float
    remounts: int

    @property
    def front_end(self) -> int:
        """Bytes of Streamlit's own front end, which every page of Streamlit loads."""
        return sum(size for path, size in self.files.items() if _is_front_end(path))


def _is_front_end(path: str) -> bool:
    return path == "/" or path.startswith("/static/")


class Wire:
    """Adds up what the browser receives (by the relay) and asks for (by Chromium's protocol)."""

    def __init__(self, session: CDPSession, relay: Relay) -> None:
        self._relay = relay
        self._urls: dict[str, str] = {}
        self.clear()
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._on_file)
        session.on("Network.webSocketFrameReceived", self._on_message)
        session.on("Network.webSocketFrameSent", self._on_sent)
        session.send("Network.enable")

    def clear(self) -> None:
        """Starts anew."""
        self._before = self._relay.received
        self.files: dict[str, int] = {}
        self.runs = 0
        self.events = 0
        self.asked: list[float] = []
        self.finished: list[float] = []

    def cost(self, remounts: int = 0) -> Cost:
        """What came since the last `clear`."""
        server_s = self.finished[-1] - self.asked[0] if self.asked and self.finished else 0.0
        received = self._relay.received - self._before
        return Cost(received, dict(self.files), self.runs, server_s, remounts)

    def _on_request(self, event: dict) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]
        self.events += 1

    def _on_file(self, event: dict) -> None:
        path = urlsplit(self._urls.get(event["requestId"], "")).path
        self.files[path] = self.files.get(path, 0) + int(event["encodedDataLength"])
        self.events += 1

    def _on_message(self, event: dict) -> None:
        content = base64.b64decode(event["response"]["payloadData"])
        self.events += 1
        kind = ForwardMsg.FromString(content).WhichOneof("type")
        if kind == "new_session":
            self.runs += 1
        elif kind == "script_finished":
            self.finished.append(event["timestamp"])

    def _on_sent(self, event: dict) -> None:
        content = base64.b64decode(event["response"]["payloadData"])
        self.events += 1
        if BackMsg.FromString(content).WhichOneof("type") == "rerun_script":
            self.asked.append(event["timestamp"])


@dataclass(frozen=True)
class Watched:
    """An open page: seconds from navigation to its last marker, and what opening it cost."""

    visit: Visit
    wire: Wire
    seconds: float
    opening: Cost

    def cost_of(self, act: Callable[[Visit], object]) -> Cost:
        """Does something on the page, waits until it is at rest, and says what it cost."""
        self.visit.ask_map("void (atlasMap.getContainer().dataset.bench = 'the same')")
        self.wire.clear()
        act(self.visit)
        _rest(self.visit, self.wire)
        same = self.visit.ask_map("atlasMap.getContainer().dataset.bench === 'the same'")
        return self.wire.cost(remounts=0 if same else 1)


@contextmanager
def watched(browser: Browser, relay: Relay, query: str, drawn: str) -> Iterator[Watched]:
    """Opens a page with an empty cache; `drawn` is what holds once all markers stand."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(CLOCK)
    page = context.new_page()
    wire = Wire(context.new_cdp_session(page), relay)
    visit = Visit(page)
    page.goto(relay.address + query)
    page.wait_for_function(HOLDS, arg=[FRAME, drawn], polling=POLL)
    _rest(visit, wire)
    yield Watched(visit, wire, page.evaluate("lastDrawn") / 1000, wire.cost())
    context.close()


def _rest(visit: Visit, wire: Wire) -> None:
    """Waits until for a while nothing is drawn, sent or received, and no script runs."""
    visit.page.wait_for_timeout(DEBOUNCE)
    before: tuple = ()
    quiet = 0
    while quiet < QUIET:
        now = (visit.page.evaluate("lastDrawn"), wire.events)
        visit.rest()
        quiet = quiet + POLL if now == before else 0
        before = now
        visit.page.wait_for_timeout(POLL)
