"""Evidence of the selected place: its sentences, its coordinate, why it and not another."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.draw.markup import escape, excerpt, tag
from geo.evidence import Evidence, Passage
from geo.gazetteer.routes import Route
from geo.model import How
from geo.page.content import knowledge
from geo.page.countries import country_name
from geo.themes import THEMES


def show(atlas: Atlas, item: Evidence) -> None:
    """Draws everything a reader needs to check one marker."""
    place = item.place
    frame = atlas.layers[place.theme]
    row = frame[frame["id"] == place.id].iloc[0].to_dict()
    st.html(_head(item, row) + _passages(item.passages))
    if told := atlas.retold.get(place.id):
        st.html(_section("Our account of it") + _passages(told))
    parts = []
    if place.words:
        parts.append(
            _section("In the article’s own words") + tag("p", "“", escape(place.words), "”")
        )
    parts += [_section("Where the point is from"), _origin(row)]
    parts += [_section("Why this place"), _why(item)]
    for route in knowledge().routes:
        if route.place == place.id and place.shown == "line":
            parts.append(_route(route))
    st.html("".join(parts))


def _section(title: str) -> str:
    return tag("div", escape(title), cls="section", role="heading", aria_level="3")


def _head(item: Evidence, row: dict) -> str:
    place = item.place
    chips = [THEMES[place.theme].label, row["status"], row["exactness"]]
    chips += [country_name(code) for code in place.countries[:5]]
    head = tag("p", escape(place.name), cls="atlas-place", role="heading", aria_level="2")
    head += tag(
        "div", *(tag("span", escape(chip), cls="chip") for chip in chips if chip), cls="chips"
    )
    if place.status_note:
        head += tag("p", escape(_sentence(place.status_note)), cls="fine")
    if item.implied:
        marked = item.passages[0].marked
        head += tag("p", escape(f"Not named in the text: “{marked}” implies it."), cls="fine")
    return head


def _passages(passages: tuple[Passage, ...]) -> str:
    shown = passages[:12]
    html = "".join(
        tag(
            "div",
            excerpt(p.before, p.marked, p.after),
            tag("p", escape(_capital(p.origin) + _how(p)), cls="origin"),
            cls="passage",
        )
        for p in shown
    )
    if len(passages) > len(shown):
        rest = len(passages) - len(shown)
        html += tag("p", escape(f"{rest} more passages are marked in Read, below."), cls="fine")
    return html


def _how(passage: Passage) -> str:
    how = passage.resolution.mention.how
    return {How.IMPLIED: " · implied", How.DESCRIBED: " · described"}.get(how, "")


def _origin(row: dict) -> str:
    source = knowledge().sources[row["source"]]
    lines = [
        ("Position", f"{abs(row['lat']):.4f}° {'N' if row['lat'] >= 0 else 'S'}, "
                     f"{abs(row['lon']):.4f}° {'E' if row['lon'] >= 0 else 'W'}"),
        ("How exact", row["exactness"]),
        ("Source", source.citation),
        ("Found at", row["source_note"]),
        ("Licence", source.licence),
        ("Note", row["note"]),
    ]  # fmt: skip
    return _facts(lines)


def _why(item: Evidence) -> str:
    resolution = item.passages[0].resolution
    lines = [("Score", f"{resolution.score:.2f} of 1")]
    lines += [("Because", _sentence("; ".join(resolution.reasons)))]
    for other in resolution.candidates[1:4]:
        reason = _sentence("; ".join(other.reasons))
        lines.append(("Not", f"{other.place.name} ({other.score:.2f}). {reason}"))
    if len(resolution.candidates) < 2:
        lines.append(("Others", "No other reading of the name came near."))
    return _facts(lines)


def _route(route: Route) -> str:
    rows = [
        tag("tr", tag("td", "Drawn, between waypoints"), tag("td", f"{route.geodesic_km:,.0f} km"),
            tag("td", escape(f"geodesic through {len(route.waypoints)} waypoints"))),
    ]  # fmt: skip
    for length in route.lengths:
        km = f"{length.km:,g} km" if length.km else "none found"
        told = "; ".join(filter(None, (length.detail, length.note, length.read_at)))
        rows.append(
            tag("tr", tag("td", escape(_capital(length.section))), tag("td", escape(km)),
                tag("td", escape(told)))
        )  # fmt: skip
    whole = sorted({length.km for length in route.lengths if length.whole and length.km})
    conflict = ""
    if len(whole) > 1:
        listed = ", ".join(f"{km:,g}" for km in whole)
        conflict = tag(
            "p", escape(f"Published lengths of the whole line disagree: {listed} km."), cls="fine"
        )
    head = tag("tr", tag("th", "Section"), tag("th", "Length"), tag("th", "What it is"))
    table = tag("div", tag("table", head, *rows, cls="plain"), cls="scroll")
    return (
        _section(route.name)
        + tag("p", escape(_sentence(route.note)), cls="fine")
        + conflict
        + table
    )


def _facts(lines: list[tuple[str, str]]) -> str:
    return tag(
        "dl",
        *(tag("dt", escape(key)) + tag("dd", escape(value)) for key, value in lines if value),
        cls="facts",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    text = _capital(text)
    return text if not text or text.endswith((".", "!", "?")) else text + "."
