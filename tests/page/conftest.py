"""Readers for the tests of the page; what the server keeps between them is the shipped data."""

from __future__ import annotations

import pytest

from geo.page.content import ARTICLE_VARIABLE
from tests.page.reader import Reader


@pytest.fixture(autouse=True)
def no_article_of_the_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ARTICLE_VARIABLE, raising=False)


@pytest.fixture
def reader() -> Reader:
    """A reader who has just come."""
    return Reader()
