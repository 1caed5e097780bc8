"""Everything that ships with the program, loaded once and whole: a broken file stops the start."""

from __future__ import annotations

from dataclasses import dataclass

from geo.figures import (
    Claim,
    Event,
    Member,
    Observation,
    load_claims,
    load_members,
    load_timeline,
    load_trade,
)
from geo.gazetteer.curated import Gazetteer, load_gazetteer
from geo.gazetteer.routes import Route, load_routes
from geo.layers import outlines
from geo.model import Source
from geo.parse.geoparse import geoparser
from geo.read import Account, load_account
from geo.read.original import load_shingles
from geo.sources import check_files, load_sources

CASE = "sco-2024"
"""The article that the page opens with."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before any article is read."""

    sources: dict[str, Source]
    gazetteer: Gazetteer
    routes: tuple[Route, ...]
    trade: tuple[Observation, ...]
    claims: tuple[Claim, ...]
    members: tuple[Member, ...]
    timeline: tuple[Event, ...]
    account: Account
    shingles: frozenset[str]


def load_knowledge() -> Knowledge:
    """Loads and checks all shipped data.

    Raises:
        DataError: a file is missing, changed or broken; the message names it and the remedy.
    """
    check_files()
    sources = load_sources()
    gazetteer = load_gazetteer(sources)
    outlines()
    geoparser()  # a missing index or model stops the start, not the first text
    return Knowledge(
        sources,
        gazetteer,
        load_routes(gazetteer.places, sources),
        load_trade(sources),
        load_claims(sources),
        load_members(sources),
        load_timeline(sources),
        load_account(CASE),
        load_shingles(CASE),
    )
