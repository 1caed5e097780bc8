"""A visitor of a running server without a browser: speaks Streamlit's own wire format."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

SECONDS = 60  # for a whole run on a busy machine


def come(address: str, host: str = "", origin: str | None = None) -> list[ForwardMsg]:
    """Opens the page at an address and returns what it sends until its first run is over.

    `host` is the name that the visitor calls the server by, `origin` the page that sends them.

    Raises:
        websockets.exceptions.InvalidStatus: the server does not let the visitor in.
    """
    parts = urlsplit(address)
    stream = f"ws://{host or parts.hostname}:{parts.port}/_stcore/stream"
    line = socket.create_connection((parts.hostname, parts.port), timeout=SECONDS)
    with connect(
        stream, sock=line, subprotocols=["streamlit"], origin=origin, max_size=None, proxy=None
    ) as held:
        held.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        seen: list[ForwardMsg] = []
        while not seen or seen[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(held.recv(timeout=SECONDS))
            seen.append(message)
        return seen


def elements(messages: list[ForwardMsg], kind: str) -> list[Element]:
    """The elements of one kind among what was sent."""
    found = (m.delta.new_element for m in messages if m.WhichOneof("type") == "delta")
    return [getattr(element, kind) for element in found if element.WhichOneof("type") == kind]
