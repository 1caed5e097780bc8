"""The view of a reader, part by part: every part is a widget's key, a value and a bit of the URL.

Pure: `geo.page.link` moves values between these parts, session state and the address bar.
Streamlit's own binding writes the label of an option into the URL; labels carry counts and
change, ids do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.atlas import Atlas
from geo.evidence import Evidence
from geo.figures.claims import CHECKS
from geo.model import Use
from geo.themes import GROUPS, THEMES

PRECISIONS = ("site", "town", "region", "schematic")
STATUSES = ("planned", "under construction", "operating", "none stated")
PANELS = ("Evidence", "Trade", "Figures", "Members")
USES = tuple(use.value for use in Use)
PINNED_USES = ("place", "government", "public body", "street")
"""Uses of a name that put a place on the map unless the reader asks for others: a company or a
team is rarely where it is named after, and an adjective speaks of people."""
SECTIONS = ("Read", "Places", "Timeline", "Not on the map", "Sources")
PARTNERS = {
    "KZ": "Kazakhstan",
    "TJ": "Tajikistan",
    "KG": "Kyrgyzstan",
    "UZ": "Uzbekistan",
    "TM": "Turkmenistan",
    "CA5": "Central Asia, five countries",
}
"""Partners of the trade panel: code → name."""
FLOWS = {"total": "Total", "export": "China’s exports", "import": "China’s imports"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the view.

    `many` parts hold a list, the others one value; `default` is not written to the URL.
    """

    key: str
    allowed: tuple[str, ...]
    default: object
    many: bool = False
    switch: bool = False
    span: bool = False

    def read(self, values: Sequence[str]) -> tuple[object, list[str]]:
        """The value that a URL's values stand for, and those that were refused."""
        known = set(self.allowed)
        bad = [value for value in values if value and value not in known]
        good = [value for value in values if value in known]
        if self.many:
            emptied = list(values) == [""]
            return (list(dict.fromkeys(good)) if good or emptied else self.default), bad
        if self.span:
            if len(good) == 2 and int(good[0]) <= int(good[1]):
                return (int(good[0]), int(good[1])), bad
            return self.default, bad or [value for value in values if value]
        if self.switch:
            return (good[-1] == "true" if good else self.default), bad
        return (good[-1] if good else self.default), bad

    def write(self, value: object) -> list[str]:
        """The URL's values for a value; none for the default."""
        if self.many:
            chosen = list(value or ())  # type: ignore[call-overload]
            if set(chosen) == set(self.default):  # type: ignore[call-overload]
                return []
            return chosen or [""]
        if value is None or value == self.default:
            return []
        if self.span:
            return [str(year) for year in value]  # type: ignore[attr-defined]
        if self.switch:
            return ["true" if value else "false"]
        return [str(value)]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which places are shown; an empty tuple of countries, statuses or precisions means all."""

    themes: frozenset[str]
    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    uses: tuple[str, ...] = PINNED_USES


def parts_of(atlas: Atlas) -> dict[str, Part]:
    """Every part of the view of an article, but the article itself."""
    span = years_of(atlas)
    parts = [
        Part("place", tuple(item.place.id for item in atlas.evidence), None),
        *(
            Part(group, themes_of(group, atlas), list(themes_of(group, atlas)), many=True)
            for group in GROUPS
        ),
        Part("country", countries_of(atlas), [], many=True),
        Part("status", STATUSES, [], many=True),
        Part("precision", PRECISIONS, [], many=True),
        Part("use", uses_of(atlas), [u for u in PINNED_USES if u in uses_of(atlas)], many=True),
        Part("members", ("true", "false"), False, switch=True),
        Part("tiles", ("true", "false"), False, switch=True),
        Part("panel", panels_of(atlas), "Evidence"),
        Part("below", sections_of(atlas), "Read"),
        Part("partner", tuple(PARTNERS), "KZ"),
        Part("flow", tuple(FLOWS), "total"),
        Part("check", ("all", *CHECKS), "all"),
    ]
    if span:
        years = tuple(str(year) for year in range(span[0], span[1] + 1))
        parts.append(Part("years", years, span, span=True))
    return {part.key: part for part in parts}


def panels_of(atlas: Atlas) -> tuple[str, ...]:
    """Panels that have something to show for the article."""
    return tuple(name for name in PANELS if name != "Figures" or atlas.claims)


def sections_of(atlas: Atlas) -> tuple[str, ...]:
    """Sections below the map that have something to show for the article."""
    return tuple(name for name in SECTIONS if name != "Timeline" or atlas.events)


def themes_of(group: str, atlas: Atlas) -> tuple[str, ...]:
    """The themes of a group that the article has places for."""
    return tuple(t for t in THEMES if THEMES[t].group == group and t in atlas.layers)


def uses_of(atlas: Atlas) -> tuple[str, ...]:
    """The uses of names that the article has, in the order of `Use`."""
    found = {p.resolution.mention.use.value for item in atlas.evidence for p in item.passages}
    return tuple(use for use in USES if use in found)


def countries_of(atlas: Atlas) -> tuple[str, ...]:
    """ISO codes of all countries that have a place on the map, sorted."""
    return tuple(sorted({code for item in atlas.evidence for code in item.place.countries}))


def years_of(atlas: Atlas) -> tuple[int, int] | None:
    """First and last year in the passages; None where there are not two."""
    years = {year for item in atlas.evidence for year in item.years}
    return (min(years), max(years)) if len(years) > 1 else None


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
        and any(p.resolution.mention.use.value in filters.uses for p in item.passages)
    )


def admit(
    parameters: Mapping[str, Sequence[str]], parts: Mapping[str, Part]
) -> tuple[dict[str, object], list[str]]:
    """A query string as values by key, and notices on what was refused.

    A part that the URL does not name gets its default.
    """
    notices = [
        f"The link’s part “{_short(key)}” is not known here and was ignored."
        for key in parameters
        if key not in parts
    ]
    values = {}
    for key, part in parts.items():
        values[key], bad = part.read(parameters.get(key, ()))
        if bad:
            listed = ", ".join(f"“{_short(value)}”" for value in bad[:3])
            notices.append(f"The link’s {key} {listed} is not known here and was ignored.")
    return values, notices


def address(values: Mapping[str, object], parts: Mapping[str, Part]) -> dict[str, list[str]]:
    """The query string of a view: only what differs from the default."""
    written = {key: part.write(values.get(key)) for key, part in parts.items()}
    return {key: value for key, value in written.items() if value}


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def filters_of(values: Mapping[str, object]) -> Filters:
    """The filters that a view's values ask for."""

    def listed(key: str) -> Iterable[str]:
        return values.get(key) or ()  # type: ignore[return-value]

    return Filters(
        frozenset(theme for group in GROUPS for theme in listed(group)),
        tuple(listed("country")),
        tuple(listed("status")),
        tuple(listed("precision")),
        tuple(values["years"]) if values.get("years") else None,  # type: ignore[arg-type]
        tuple(listed("use")),
    )
