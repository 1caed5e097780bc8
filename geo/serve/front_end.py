"""Streamlit's own scripts and style sheets, sent compressed.

Streamlit compresses all answers but these, which are most of a first visit, and leaves that to
a proxy. They never change while a server runs: each is compressed once, when first asked for.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_HOME = Path(st.__file__).parent / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css"}
FILES = {
    f"/{path.relative_to(_HOME).as_posix()}": path
    for path in sorted(_HOME.glob("static/**/*"))
    if path.suffix in _KINDS
}
"""Path of a request → the file. No other path is looked up on the disk."""


class FrontEnd:
    """Middleware that answers for FILES where the browser takes gzip; the rest goes its way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; ASGI 3."""
        answer = _response(scope["path"]) if _asked(scope) else self.app
        await answer(scope, receive, send)


def _asked(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] in FILES
        and "gzip" in Headers(scope=scope).get("accept-encoding", "")
    )


@lru_cache(maxsize=len(FILES))
def _response(path: str) -> Response:
    headers = {
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
        # The name of each file holds a hash of what is in it.
        "Cache-Control": "public, immutable, max-age=31536000",
    }
    body = gzip.compress(FILES[path].read_bytes(), 9, mtime=0)
    return Response(body, media_type=_KINDS[FILES[path].suffix], headers=headers)
