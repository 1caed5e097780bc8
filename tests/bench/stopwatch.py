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

    `files` is bytes by path, as encoded on the wire; `messages` is the bytes of the web socket.
    `server_s` is from the browser's first request for a run to the last "script finished".
    """

    files: dict[str, int]
    messages: int
    runs: int
    server_s: float
    remounts: int

    @property
    def received(self) -> int:
        """All bytes to the browser."""
        return sum(self.files.values()) + self.messages

    @property
    def front_end(self) -> int:
        """Bytes of Streamlit's own front end, which every page of Streamlit loads."""
        return sum(size for path, size in self.files.items() if _is_front_end(path))


def _is_front_end(path: str) -> bool:
    return path == "/" or path.startswith("/static/")


class Wire:
    """Adds up what the browser receives and asks for, by Chromium's debugging protocol."""

    def __init__(self, session: CDPSession) -> None:
        self._urls: dict[str, str] = {}
        self.clear()
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._on_file)
        session.on("Network.webSocketFrameReceived", self._on_message)
        session.on("Network.webSocketFrameSent", self._on_sent)
        session.send("Network.enable")

    def clear(self) -> None:
        """Starts anew."""
        self.files: dict[str, int] = {}
        self.messages = 0
        self.runs = 0
        self.events = 0
        self.asked: list[float] = []
        self.finished: list[float] = []

    def cost(self, remounts: int = 0) -> Cost:
        """What came since the last `clear`."""
        server_s = self.finished[-1] - self.asked[0] if self.asked and self.finished else 0.0
        return Cost(dict(self.files), self.messages, self.runs, server_s, remounts)

    def _on_request(self, event: dict) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]
        self.events += 1

    def _on_file(self, event: dict) -> None:
        path = urlsplit(self._urls.get(event["requestId"], "")).path
        self.files[path] = self.files.get(path, 0) + int(event["encodedDataLength"])
        self.events += 1

    def _on_message(self, event: dict) -> None:
        content = base64.b64decode(event["response"]["payloadData"])
        self.messages += len(content) + _head(len(content))
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


def _head(length: int) -> int:
    return 2 if length < 126 else 4 if length < 65_536 else 10  # RFC 6455, section 5.2


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
def watched(browser: Browser, address: str, drawn: str) -> Iterator[Watched]:
    """Opens an address with an empty cache; `drawn` is what holds once all markers stand."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(CLOCK)
    page = context.new_page()
    wire = Wire(context.new_cdp_session(page))
    visit = Visit(page)
    page.goto(address)
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
