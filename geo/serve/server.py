"""Starts the page with its settings, wherever the command is run from."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from geo.errors import AtlasError
from geo.page.content import ARTICLE_VARIABLE
from geo.serve.front_end import FrontEnd
from geo.shipped import ROOT


def serve(port: int, article: str = "") -> None:
    """Serves the page on a port until it is stopped; `article` is the path of a text to open.

    Raises:
        AtlasError: the port cannot be had.
    """
    if article:
        os.environ[ARTICLE_VARIABLE] = str(Path(article).expanduser().resolve())
    config = {**settings(), "server.port": port}
    _expect_free(str(config["server.address"]), port)
    app = st.App(ROOT / "streamlit_app.py", middleware=[Middleware(FrontEnd)])
    try:
        app.run(config=config)
    except KeyboardInterrupt:
        print("Stopped.")


def _expect_free(address: str, port: int) -> None:
    other = "Choose another one: make run PORT=8502, or atlas serve --port 8502."
    if not 0 < port < 65_536:
        raise AtlasError(f"Port {port} does not exist: ports are numbered 1 to 65535. {other}")
    try:
        socket.create_server((address, port)).close()
    except OSError as error:
        raise AtlasError(
            f"Port {port} of {address} cannot be had: {os.strerror(error.errno or 0)}. {other}"
        ) from None


def settings() -> dict[str, object]:
    """What .streamlit/config.toml sets, by dotted name."""
    beside = ROOT / ".streamlit" / "config.toml"
    path = beside if beside.is_file() else ROOT / "streamlit.toml"
    return dict(_dotted(tomllib.loads(path.read_text(encoding="utf-8"))))


def _dotted(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
