"""Themes of places: the layers of the map, their groups, colours and glyphs.

Shape and colour both tell the theme. The five group colours keep 4.5:1 against white and
stay apart for the common colour-vision deficiencies (dark red, navy, orange, teal, brown).
A glyph is an SVG path on a 16 × 16 field, filled by the even-odd rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One layer: how it is called (one short word: seventeen stand in the sidebar) and drawn."""

    id: str
    label: str
    group: str
    colour: str
    glyph: str


GROUPS: dict[str, tuple[str, str]] = {
    "places": ("Places", "#8c2d2d"),
    "transport": ("Transport", "#1f3a5f"),
    "energy": ("Energy and industry", "#a65200"),
    "people": ("People", "#00695c"),
    "ground": ("Ground", "#5b5340"),
}
"""Group id → label and colour, in the order of the page."""


def _theme(id: str, label: str, group: str, glyph: str) -> Theme:
    return Theme(id, label, group, GROUPS[group][1], glyph)


THEMES: dict[str, Theme] = {
    theme.id: theme
    for theme in (
        _theme(
            "capital",
            "Capitals",
            "places",
            "M8 .8l2.2 4.6 5 .6-3.7 3.5 1 5L8 12l-4.500 2.500 1-5L.800 6l5-.600z",
        ),
        _theme(
            "border",
            "Border",
            "places",
            "M1 4h14v3H1zM2 7h2.400v7H2zM11.600 7H14v7h-2.400z",
        ),
        _theme("town", "Towns", "places", "M2 14V6.500L5.500 3 9 6.500V9h5v5z"),
        _theme(
            "rail",
            "Rail",
            "transport",
            "M4.500 1h7A2.500 2.500 0 0 1 14 3.500V10a2.500 2.500 0 0 1-2 2.400L13.500 15h-2L10.200 12.500"
            "H5.800L4.500 15h-2L4 12.400A2.500 2.500 0 0 1 2 10V3.500A2.500 2.500 0 0 1 4.500 1zM4 4v3.500h8V4z",
        ),
        _theme("road", "Road", "transport", "M5 1h2.300l-.5 14H2zM8.700 1H11l3 14H9.200z"),
        _theme(
            "logistics",
            "Ports",
            "transport",
            "M8 1l7 3.500v7L8 15l-7-3.500v-7zM8 3L4 5l4 2 4-2z",
        ),
        _theme(
            "wind",
            "Wind",
            "energy",
            "M7.200 8h1.600l.8 7.500H6.400zM7 .500h2L8.400 7h-.8zM8.300 6.700l5.900 3.300-1 1.700-5.500-3.800z"
            "M7.700 6.700L1.800 10l1 1.700 5.500-3.800z",
        ),
        _theme(
            "solar",
            "Solar",
            "energy",
            "M8 4.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM7.200 0h1.600v3H7.200zM7.200 13h1.600v3H7.200z"
            "M0 7.200h3v1.600H0zM13 7.200h3v1.600h-3zM2 3.100L3.100 2l2.100 2.100-1.100 1.100zM10.800 11.900l1.100-1.100"
            " 2.100 2.100-1.100 1.100zM2 12.900l2.100-2.100 1.100 1.100L3.100 14zM10.800 4.100L12.900 2 14 3.100l-2.100 2.100z",
        ),
        _theme(
            "hydro",
            "Hydro",
            "energy",
            "M8 .800c2.600 3.400 4.800 6.200 4.800 9.100a4.800 4.800 0 0 1-9.600 0C3.200 7 5.400 4.200 8 .800z",
        ),
        _theme(
            "thermal",
            "Thermal",
            "energy",
            "M8.600.800c.4 3 4 4.600 4 8.600A4.600 4.600 0 0 1 8 14.900a4.600 4.600 0 0 1-4.600-4.900c0-2 1-3.200 2.100-4.400"
            ".2 1.200.6 1.800 1.300 2.200C6.600 5.200 7.300 2.600 8.600.800z",
        ),
        _theme(
            "industry",
            "Industry",
            "energy",
            "M1 14V6l4 2.500V6l4 2.500V6l2.500 1.500V2H15v12z",
        ),
        _theme(
            "education",
            "Education",
            "people",
            "M8 2l8 3.700-8 3.700L0 5.700zM3 8.300l5 2.300 5-2.300v3.200c-1.300 1.300-3 2-5 2s-3.700-.7-5-2z",
        ),
        _theme(
            "culture",
            "Culture",
            "people",
            "M5.500 2.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5zM11.500 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"
            "M1 13.500c0-3 1.800-5 4.500-5s4.500 2 4.500 5zM11 13.500c0-1.900-.5-3.400-1.400-4.500.5-.3 1.200-.4 1.900-.4"
            " 2.200 0 3.500 1.900 3.500 4.900z",
        ),
        _theme(
            "diplomacy",
            "Diplomacy",
            "people",
            "M3 1h1.600v14H3zM5.500 2h8l-2.300 3.500L13.500 9h-8z",
        ),
        _theme("nature", "Nature", "ground", "M1 14L6 4l3 5.500L11 7l4 7z"),
        _theme("region", "Regions", "ground", "M2 4l5-2 6.500 2L14 10l-5 4-6.500-2z"),
        _theme(
            "country",
            "Countries",
            "ground",
            "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM8 3C7 3 6 5.200 6 8s1 5 2 5 2-2.200 2-5-1-5-2-5z",
        ),
    )
}
"""Theme id → theme, in the order of the page."""
