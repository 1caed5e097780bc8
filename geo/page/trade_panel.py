"""Trade figures: headline numbers, a chart a partner, and where the two sides disagree."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.draw.charts import COLOURS, trade_chart
from geo.draw.markup import escape, tag
from geo.draw.small_chart import small_chart
from geo.evidence import Evidence
from geo.figures import Point, points
from geo.page import state
from geo.page.content import knowledge
from geo.page.view import FLOWS, PARTNERS

ARTICLE_YEAR = 2023.5  # the article is of July 2024: annual values from 2024 on came later
_CLAIMS = {"growth": 32, "value": 31, "share": 17, "first_share": 16}  # numbers in figures.csv
_SUBJECTS = ("KZ", "TJ")  # partners that the article is about
_SMALL_NOTE = (
    "A line joins consecutive years of one source; hollow marks are derived or unchecked; the "
    "diamond is the article’s figure; grey came after the article. Trade has all partners, the "
    "values and their sources."
)


def show(atlas: Atlas, item: Evidence | None) -> None:
    """Draws the panel; a selected place turns it to the place's country."""
    known = knowledge()
    st.html(_headlines(atlas))
    country = _country(item)
    if item and st.session_state.get(state.TRADE_OF) != item.place.id:
        st.session_state[state.TRADE_OF] = item.place.id
        if country:
            st.session_state["partner"] = country
    left, right = st.columns([1, 1])
    partner = left.selectbox(
        "Trade with China", tuple(PARTNERS), format_func=lambda code: PARTNERS[code], key="partner"
    )
    flow = right.selectbox("Flow", tuple(FLOWS), format_func=lambda key: FLOWS[key], key="flow")
    shown = points(known.trade, partner, flow)
    if not shown:
        st.caption("No trustworthy value of this flow is known to us.")
        return
    claim = _claim(atlas, partner) if flow == "total" else None
    name = PARTNERS[partner]
    reporters = {"CN": "China"}
    reporters |= {p.reporter: name for p in shown if p.reporter != "CN"}
    st.vega_lite_chart(_spec(partner, flow, reporters, claim), width="stretch", key="trade_chart")
    st.html(_notes(shown, name, flow))


def glance(atlas: Atlas) -> None:
    """Draws the headline numbers, and a small chart for each partner that the article is about."""
    charts = "".join(_small(atlas, partner) for partner in _SUBJECTS)
    st.html(_headlines(atlas) + charts + tag("p", escape(_SMALL_NOTE), cls="fine"))


@st.cache_data(show_spinner=False, max_entries=64)
def _spec(
    partner: str, flow: str, reporters: dict[str, str], claim: tuple[int, float, str] | None
) -> dict:
    # Altair checks a chart against its schema each time it is written: half of a whole run.
    return trade_chart(
        points(knowledge().trade, partner, flow), reporters, ARTICLE_YEAR, claim
    ).to_dict()


def _claim(atlas: Atlas, partner: str) -> tuple[int, float, str] | None:
    if not atlas.case or partner != "KZ":
        return None
    claims = {claim.no: claim for claim in knowledge().claims}
    value, growth = claims[_CLAIMS["value"]], claims[_CLAIMS["growth"]]
    words = f"the article: {value.value} bn, +{growth.value} %"
    return int(value.period), float(value.value), words


def _country(item: Evidence | None) -> str | None:
    if item is None:
        return None
    return next((code for code in item.place.countries if code in PARTNERS), None)


def _headlines(atlas: Atlas) -> str:
    trade = knowledge().trade
    cards = []
    for code in _SUBJECTS:
        by_year = {p.year: p for p in points(trade, code) if p.reporter == "CN"}
        now, before = by_year.get(2023), by_year.get(2022)
        if now and before:
            change = (now.billion / before.billion - 1) * 100
            note = f"{change:+.0f} % on 2022 · China’s customs"
            cards.append(_card(f"China–{PARTNERS[code]}, 2023", f"${now.billion:.1f} bn", note))
    claims = {claim.no: claim for claim in knowledge().claims}
    share, first = claims.get(_CLAIMS["share"]), claims.get(_CLAIMS["first_share"])
    if share and first:
        note = f"from {first.value} % in {first.period} · {share.check}"
        cards.append(_card(f"SCO share of world trade, {share.period}", f"{share.value} %", note))
    return tag("div", *cards, cls="numbers")


def _small(atlas: Atlas, partner: str) -> str:
    shown = points(knowledge().trade, partner)
    name, years = PARTNERS[partner], [p.year for p in shown]
    top = max(p.billion for p in shown)
    image = small_chart(shown, ARTICLE_YEAR, _claim(atlas, partner))
    sides = [
        tag("span", escape(side), style=f"--side: {COLOURS[key]}")
        for key, side in (("CN", "China"), ("other", name))
    ]
    about = (
        f"Trade of China and {name}, {min(years)} to {max(years)}, as each side reports it; "
        f"the largest value is {top:.1f} billion US dollars."
    )
    return tag(
        "figure",
        tag("figcaption", tag("b", escape(f"China–{name}, US$ bn")), "as reported by", *sides),
        tag("span", f"{top:.0f}", cls="top"),
        tag("img", src=image, alt=about),
        tag("span", f"{min(years)}", cls="from"),
        tag("span", f"{max(years)}", cls="to"),
        cls="small-chart",
    )


def _card(label: str, value: str, note: str) -> str:
    return tag(
        "div",
        tag("span", escape(label)),
        tag("b", escape(value)),
        tag("span", escape(note)),
        cls="number",
    )


def _notes(shown: tuple[Point, ...], name: str, flow: str) -> str:
    sides: dict[int, dict[str, Point]] = {}
    for point in shown:
        side = sides.setdefault(point.year, {})
        held = side.get(point.reporter)
        if held is None or held.hollow > point.hollow:
            side[point.reporter] = point
    both = [year for year, pair in sides.items() if len(pair) == 2]
    lines = []
    if both:
        year = max((y for y in both if y <= ARTICLE_YEAR), default=max(both))
        china = sides[year]["CN"].billion
        other = next(p for code, p in sides[year].items() if code != "CN").billion
        lines.append(
            f"The two sides disagree: for {year} China books ${china:.1f} bn, {name} "
            f"${other:.1f} bn, {china / other:.1f} times as much on China’s side. "
            "They are never joined in one line."
        )
    else:
        lines.append(f"{name} and China have no year in common here, so there is no comparison.")
    if any(p.hollow for p in shown):
        lines.append("Hollow marks are derived from a growth rate, or not checked independently.")
    lines.append(
        "A line joins consecutive years of one source; years without a trustworthy value stay "
        "empty. Grey: published after the article."
    )
    sources = knowledge().sources
    origins = dict.fromkeys(
        sources[origin].producer for p in shown for origin in p.source.split(";")
    )
    lines.append("Sources: " + "; ".join(origins) + ".")
    return "".join(tag("p", escape(line), cls="fine") for line in lines)
