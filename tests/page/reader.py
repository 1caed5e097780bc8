"""A reader of the page without a browser: acts on its widgets and sees what they hold.

Streamlit's AppTest runs the real script. What AppTest has no words for (a click on the map, a
name in the text, a row of the table) is sent as the browser would send it.
"""

from __future__ import annotations

import itertools
import json
import re
from html import unescape
from urllib.parse import parse_qs

import pyarrow as pa
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from geo.shipped import ROOT

SECONDS = 60  # the machine may be busy; a run takes a fifth of a second

_LAYER = re.compile(r"L\.geoJSON\((\{.*\}), (Atlas\.\w+)\);")


class Reader:
    """One reader with a session of their own."""

    def __init__(self, query: str = "") -> None:
        self.app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
        self._answers = itertools.count()
        self.app.query_params = parse_qs(query, keep_blank_values=True)
        self.run()

    # What a reader does

    def run(self) -> Reader:
        """Lets the script run with what was set on its widgets."""
        self.app.run()
        self._no_traceback()
        return self

    def choose(self, key: str, value: object) -> Reader:
        """Sets a widget of any kind."""
        self.widget(key).set_value(value)
        return self.run()

    def press(self, label: str) -> Reader:
        """Presses the button with this label."""
        found = [button for button in self.app.button if button.label == label]
        assert len(found) == 1, f"{len(found)} buttons are labelled {label!r}"
        found[0].click()
        return self.run()

    def paste(self, text: str) -> Reader:
        """Opens a pasted text."""
        self.app.text_area(key="_pasted").set_value(text)
        return self.press("Show its places")

    def upload(self, name: str, content: bytes) -> Reader:
        """Opens a file."""
        self.app.file_uploader(key="_file").upload(name, content, "text/plain")
        return self.press("Show its places")

    def click_map(self, place: str, count: int) -> Reader:
        """Clicks a place on the map; `count` is what streamlit-folium has counted so far."""
        answer = {
            "last_active_drawing": {"type": "Feature", "properties": {"id": place}},
            "last_object_clicked_count": count,
            "sent": next(self._answers),  # no two answers of the map are alike
        }
        return self._send(self._map().id, json_value=json.dumps(answer))

    def click_name(self, place: str) -> Reader:
        """Clicks the name of a place in the running text."""
        events = json.dumps([{"event": "chosen", "value": place}])
        return self._send(
            _make_trigger_id(self.component("atlas.prose").id, "events"), json_trigger_value=events
        )

    def pick_row(self, row: int) -> Reader:
        """Picks a row of the table of places, from 0."""
        picked = {"selection": {"rows": [row], "columns": [], "cells": []}}
        return self._send(self.app.dataframe[0].proto.id, string_value=json.dumps(picked))

    # What a reader sees

    def widget(self, key: str):
        """The widget with this key."""
        found = [node for node in self.app._tree if getattr(node, "key", None) == key]
        assert len(found) == 1, f"{len(found)} widgets have the key {key!r}"
        return found[0]

    def has(self, key: str) -> bool:
        """Whether there is a widget with this key."""
        return any(getattr(node, "key", None) == key for node in self.app._tree)

    def value(self, key: str) -> object:
        """What a widget is set to."""
        return self.widget(key).value

    @property
    def html(self) -> str:
        """The HTML of ours on the page, without the style sheet."""
        return "\n".join(h.value for h in self.app.html if not h.value.startswith("<style>"))

    @property
    def words(self) -> str:
        """The words of that HTML as they are read."""
        return _read(self.html)

    @property
    def place(self) -> str:
        """Name of the place whose evidence is open; empty where none is."""
        found = re.search(r'class="atlas-place"[^>]*>(.*?)</p>', self.html)
        return unescape(found[1]) if found else ""

    @property
    def title(self) -> str:
        """The heading of the page."""
        found = re.search(r'class="atlas-title"[^>]*>(.*?)</div>', self.html)
        return unescape(found[1]) if found else ""

    @property
    def layers(self) -> list[tuple[str, dict]]:
        """What is drawn on the map: behaviour and data of every layer."""
        args = json.loads(self._map().json_args)
        return [(behaviour, json.loads(data)) for data, behaviour in
                _LAYER.findall(args["feature_group"])]  # fmt: skip

    @property
    def pinned(self) -> set[str]:
        """Ids of the places on the map."""
        return {
            feature["properties"]["id"]
            for behaviour, data in self.layers
            if behaviour == "Atlas.places"
            for feature in data["features"]
        }

    @property
    def told(self) -> dict:
        """What the page last told the map."""
        return json.loads(self.component("atlas.channel").json)

    @property
    def blocks(self) -> list[dict]:
        """The running text below the map: paragraphs, or events."""
        return json.loads(self.component("atlas.prose").json)["blocks"]

    @property
    def prose(self) -> str:
        """The running text as one string, a line a paragraph."""
        return "\n".join(
            "".join(part if isinstance(part, str) else part["text"] for part in block["parts"])
            for block in self.blocks
        )

    @property
    def errors(self) -> list[str]:
        """Error messages on the page, as they are read."""
        return [_read(found) for found in self._boxes("notice error")]

    @property
    def notices(self) -> str:
        """Notices on the page, as they are read."""
        return "\n".join(_read(found) for found in self._boxes("notice"))

    @property
    def captions(self) -> list[str]:
        """Captions on the page, as they are read."""
        return [_plain(caption.value) for caption in self.app.caption]

    @property
    def query(self) -> dict[str, list[str]]:
        """The address bar's part behind the question mark."""
        held = self.app.query_params.items()
        return {key: [value] if isinstance(value, str) else list(value) for key, value in held}

    def charted(self) -> list[dict]:
        """The rows of the chart's own data."""
        chart = self.app.get("vega_lite_chart")[0].proto
        frames = [pa.ipc.open_stream(d.data.data).read_pandas() for d in chart.datasets]
        (series,) = (frame for frame in frames if "segment" in frame)
        return series.to_dict("records")

    def component(self, name: str):
        """The message of one of our own elements."""
        found = [node.proto for node in self.app.get("bidi_component")
                 if node.proto.component_name == name]  # fmt: skip
        assert len(found) == 1, f"{len(found)} elements are called {name!r}"
        return found[0]

    def _map(self):
        (found,) = self.app.get("component_instance")
        return found.proto

    def _boxes(self, kind: str) -> list[str]:
        return re.findall(f'<div class="{kind}" role="alert">(.*?)</div>', self.html)

    def _send(self, id: str, **value: str) -> Reader:
        states = self.app._tree.get_widget_states()
        states.widgets.append(WidgetState(id=id, **value))
        self.app._run(states)
        self._no_traceback()
        return self

    def _no_traceback(self) -> None:
        assert not self.app.exception, self.app.exception[0].value


def _read(html: str) -> str:
    """HTML as it is read."""
    return unescape(re.sub(r"<[^>]*>", "\n", html))


def _plain(markdown: str) -> str:
    """Escaped Markdown as it is read."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
