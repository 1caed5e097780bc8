"""The view of a reader: what is selected and shown. Every part of it is in the URL.

Widgets are bound to query parameters by their keys. Streamlit drops a bound value that it
does not know, and a whole list for one bad item; `admit` reads the URL first, keeps what is
good and tells the reader what was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.atlas import Atlas
from geo.evidence import Evidence
from geo.themes import GROUPS, THEMES

PRECISIONS = ("site", "town", "region", "schematic")
STATUSES = ("planned", "under construction", "operating", "none stated")
PANELS = ("Evidence", "Trade", "Figures", "Members")
SECTIONS = ("Read", "Places", "Timeline", "Not on the map", "Sources")
SWITCHES = ("members", "tiles")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which places are shown; an empty tuple of countries, statuses or precisions means all."""

    themes: frozenset[str]
    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None


def themes_of(group: str, atlas: Atlas) -> tuple[str, ...]:
    """The themes of a group that the article has places for."""
    return tuple(t for t in THEMES if THEMES[t].group == group and t in atlas.layers)


def shows(filters: Filters, item: Evidence) -> bool:
    """Whether a place passes the filters; a place without years passes any span."""
    place = item.place
    status = place.status.value if place.status else "none stated"
    return (
        place.theme in filters.themes
        and (not filters.countries or bool(set(filters.countries) & set(place.countries)))
        and (not filters.statuses or status in filters.statuses)
        and (not filters.precisions or place.precision.value in filters.precisions)
        and (
            filters.years is None
            or not item.years
            or any(filters.years[0] <= year <= filters.years[1] for year in item.years)
        )
    )


def countries_of(atlas: Atlas) -> tuple[str, ...]:
    """ISO codes of all countries that have a place on the map, sorted."""
    return tuple(sorted({code for item in atlas.evidence for code in item.place.countries}))


def years_of(atlas: Atlas) -> tuple[int, int] | None:
    """First and last year in the passages; None where there are not two."""
    years = {year for item in atlas.evidence for year in item.years}
    return (min(years), max(years)) if len(years) > 1 else None


def admit(
    parameters: Mapping[str, Sequence[str]], allowed: Mapping[str, Iterable[str]]
) -> tuple[dict[str, list[str]], list[str]]:
    """Splits a query string into values to use and notices to show.

    `allowed` gives the known values of each parameter. The result holds only parameters in
    which something was refused; the others are left to the widgets.
    """
    mended: dict[str, list[str]] = {}
    notices = []
    for key, values in parameters.items():
        if key not in allowed:
            notices.append(f"The link’s part “{_short(key)}” is not known here and was ignored.")
            continue
        known = set(allowed[key])
        # Streamlit writes a deselected list as one empty value.
        good = [value for value in values if value in known]
        bad = [value for value in values if value not in known and value != ""]
        if bad:
            mended[key] = good
            listed = ", ".join(f"“{_short(value)}”" for value in bad[:3])
            notices.append(f"The link’s {key} {listed} is not known here and was ignored.")
    return mended, notices


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


LISTS = frozenset({*GROUPS, "country", "status", "precision"})
"""Parameters that may hold several values."""


def allowed(atlas: Atlas, articles: Iterable[str]) -> dict[str, Iterable[str]]:
    """Every parameter of the page and the values it may have for this article."""
    span = years_of(atlas)
    years = [str(year) for year in range(span[0], span[1] + 1)] if span else []
    return {
        **{group: themes_of(group, atlas) for group in GROUPS},
        "article": articles,
        "place": [item.place.id for item in atlas.evidence],
        "country": countries_of(atlas),
        "status": STATUSES,
        "precision": PRECISIONS,
        "years": years,
        "panel": PANELS,
        "below": SECTIONS,
        **dict.fromkeys(SWITCHES, ("true", "false")),
    }
