"""What the tests share: the shipped knowledge and the atlas of our account, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from geo.atlas import Atlas, make_atlas
from geo.knowledge import Knowledge, load_knowledge
from geo.model import Article, Resolution, Source
from geo.parse.known import resolve_known
from geo.read import read_document
from tests.server import served

# The same examples on every run, and no time limit on a machine that others share.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def sources(knowledge: Knowledge) -> dict[str, Source]:
    return knowledge.sources


@pytest.fixture(scope="session")
def account(knowledge: Knowledge) -> Article:
    """The article that our account is; its metadata is `knowledge.account`."""
    return knowledge.account.article


@pytest.fixture(scope="session")
def atlas(knowledge: Knowledge) -> Atlas:
    return make_atlas(knowledge.account.article, knowledge)


@pytest.fixture(scope="session")
def resolve(knowledge: Knowledge) -> Callable[[str], tuple[Resolution, ...]]:
    """From a text straight to its resolutions."""

    def resolved(text: str) -> tuple[Resolution, ...]:
        return resolve_known(read_document(text), knowledge.gazetteer)

    return resolved


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the page as its users start it."""
    with served() as address:
        yield address
