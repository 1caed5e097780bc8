"""The header: what this is, and one sentence of counts."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.draw.markup import escape, tag
from geo.layers import mark_of
from geo.read import Account


def header(atlas: Atlas, account: Account) -> None:
    """Title, date and origin, and the counts of the whole article."""
    article = atlas.article
    st.html(
        tag("div", escape(article.title), cls="atlas-title", role="heading", aria_level="1")
        + tag("p", escape(_origin(atlas, account)), cls="atlas-about")
        + tag("p", escape(counts(atlas)), cls="atlas-about")
    )


def _origin(atlas: Atlas, account: Account) -> str:
    article = atlas.article
    if article.id == account.article.id:
        return (
            "Our account of an article released on 1 July 2024, told in our own words; "
            "its publisher is not known to us."
        )
    if atlas.case:
        return "The original article, opened by you: excerpts are its own sentences."
    dated = f", dated {article.date}" if article.date else ""
    return f"Your text{dated}. It is kept in this session only."


def counts(atlas: Atlas) -> str:
    """How many places, how well known, and how many mentions are not on the map."""
    places = [item.place for item in atlas.evidence]
    countries = {code for place in places for code in place.countries}
    known = sum(mark_of(place) == "known" for place in places)
    refused = len(atlas.unmapped)
    if not places:
        return atlas.refusal or "No place was found in this text."
    return (
        f"{_many(len(places), 'place')} in {_many(len(countries), 'country')}, "
        f"{known} known to a site within 1 km from a published source; "
        f"{_many(refused, 'mention')} not on the map, each with its reason."
    )


def _many(number: int, noun: str) -> str:
    plural = {"country": "countries"}.get(noun, noun + "s")
    return f"{number} {noun if number == 1 else plural}"
