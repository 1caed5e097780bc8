"""Members, observers and dialogue partners on the article's date."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from geo.draw.markup import escape, tag
from geo.draw.members import COLOURS
from geo.page.content import knowledge

PLURAL = {"member": "Members", "observer": "Observers", "dialogue partner": "Dialogue partners"}


def show() -> None:
    """Lists who belonged on 1 July 2024; the switch in the sidebar shades them."""
    if not st.session_state.get("members"):
        st.button(
            "Shade them on the map", icon=":material/format_color_fill:",
            on_click=lambda: st.session_state.update(members=True),
        )  # fmt: skip
    st.caption(
        "As of 1 July 2024. Shading shows membership, not territory; outlines are Natural Earth’s "
        "de facto lines; disputed areas are not shaded. Small states have a square."
    )
    html = ""
    for status, group in groupby(knowledge().members, key=lambda m: m.status):
        listed = list(group)
        html += tag(
            "div",
            f'<span class="key" style="background:{COLOURS[status]}"></span>',
            escape(f"{PLURAL[status]} ({len(listed)})"),
            cls="section",
        )
        rows = [
            tag(
                "tr",
                tag("td", escape(m.country)),
                tag(
                    "td", escape(f"since {m.since}" + ("" if m.verified else ", year not verified"))
                ),
                tag("td", escape(m.note)),
            )
            for m in listed
        ]
        html += tag("div", tag("table", *rows, cls="plain"), cls="scroll")
    st.html(html)
