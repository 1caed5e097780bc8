"""What the page shows, cached: shipped knowledge once a server, an atlas once a text."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from geo.atlas import Atlas, make_atlas
from geo.draw.layers import features
from geo.errors import DocumentError
from geo.knowledge import Knowledge, load_knowledge
from geo.model import Article
from geo.read import read_document

ARTICLE_VARIABLE = "ATLAS_ARTICLE"
"""Environment variable with the path of an article to open beside our own."""


@st.cache_resource(show_spinner=False)
def knowledge() -> Knowledge:
    """Everything shipped; raises DataError where it is broken."""
    return load_knowledge()


@st.cache_resource(show_spinner="Reading the article …", max_entries=12, ttl="2h")
def atlas_of(key: str, _article: Article) -> Atlas:
    """The atlas of an article; `key` is its id, which names its content."""
    return make_atlas(_article, knowledge())


@st.cache_resource(show_spinner=False, max_entries=12, ttl="2h")
def features_of(key: str, _atlas: Atlas) -> dict[str, dict[str, str]]:
    """Theme → place id → feature for the map, of the atlas of the article `key`."""
    return {theme: features(frame) for theme, frame in _atlas.layers.items()}


@st.cache_resource(show_spinner="Opening the document …", max_entries=12, ttl="2h")
def document(content: bytes, name: str) -> Article:
    """Reads a document; raises DocumentError or TooLargeError."""
    return read_document(content, name)


def given_article() -> Article | None:
    """The article that the server was started with (`make run ARTICLE=path`), if any.

    Raises:
        DocumentError: the path cannot be read.
    """
    path = os.environ.get(ARTICLE_VARIABLE, "").strip()
    if not path:
        return None
    try:
        content = Path(path).expanduser().read_bytes()
    except OSError as error:
        raise DocumentError(
            f"ARTICLE={path} cannot be opened: {error.strerror}. "
            "Give the path of a .txt or .md file, from the folder where make runs."
        ) from None
    return document(content, Path(path).name)
