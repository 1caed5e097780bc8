"""What the page shows, kept at hand: shipped knowledge once a server, an atlas once a text."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from geo.atlas import Atlas, make_atlas
from geo.draw.layers import features
from geo.errors import DocumentError
from geo.knowledge import Knowledge, load_knowledge
from geo.model import Article
from geo.page.kept import Kept
from geo.progress import DRAWING, Listener, counter
from geo.read import read_document

ARTICLE_VARIABLE = "ATLAS_ARTICLE"
"""Environment variable with the path of an article to open beside our own."""

MOST = 12  # texts kept at hand for all readers
SECONDS = 2 * 60 * 60  # for which they are kept
SLICE = 500  # places drawn between two reports

Drawing = dict[str, dict[str, str]]
"""Theme → place id → feature for the map."""


@st.cache_resource(show_spinner=False)
def knowledge() -> Knowledge:
    """Everything shipped; raises DataError where it is broken."""
    return load_knowledge()


@st.cache_resource(show_spinner=False)
def atlases() -> Kept[Atlas]:
    """The atlases that are at hand, by the id of their article, which names its content."""
    return Kept(MOST, SECONDS)


@st.cache_resource(show_spinner=False)
def drawings() -> Kept[Drawing]:
    """What the map shows of them, by the same id."""
    return Kept(MOST, SECONDS)


def atlas_of(article: Article, progress: Listener | None = None) -> Atlas:
    """The atlas of an article, made with its drawing where it is not at hand."""

    def make() -> Atlas:
        atlas = make_atlas(article, knowledge(), progress)
        drawing_of(atlas, progress)
        return atlas

    return atlases().get(article.id, make)


def drawing_of(atlas: Atlas, progress: Listener | None = None) -> Drawing:
    """The features for the map of an atlas."""
    return drawings().get(atlas.article.id, lambda: _drawn(atlas, progress))


def _drawn(atlas: Atlas, progress: Listener | None) -> Drawing:
    parts = [
        (theme, frame[at : at + SLICE])
        for theme, frame in atlas.layers.items()
        for at in range(0, len(frame), SLICE)
    ]
    tell = counter(DRAWING, progress)
    total = sum(len(frame) for _, frame in parts)
    drawing: Drawing = {theme: {} for theme in atlas.layers}
    done = 0
    for theme, frame in parts:
        drawing[theme] |= features(frame)
        done += len(frame)
        if tell is not None:
            tell(done, total)
    return drawing


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
