"""Country names for readers, from the outlines of the base map."""

from __future__ import annotations

from functools import lru_cache

from geo.layers import world


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    frame = world()
    return {code: name for code, name in zip(frame["iso2"], frame["name"], strict=True) if code}


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code where it is not known."""
    return _names().get(code, code)
