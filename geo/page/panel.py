"""The side panel: evidence, trade, figures or members."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.page import evidence_panel, figures_panel, members_panel, state, trade_panel, view


def show(atlas: Atlas) -> None:
    """Draws the chosen panel; without a place in view, the trade figures are the default."""
    panels = [name for name in view.PANELS if name != "Figures" or atlas.claims]
    chosen = st.segmented_control(
        "Panel", panels, default="Evidence", key="panel", bind="query-params",
        label_visibility="collapsed", width="stretch", required=True,
    )  # fmt: skip
    item = atlas.of(state.selected() or "")
    if chosen == "Trade":
        trade_panel.show(atlas, item)
    elif chosen == "Figures":
        figures_panel.show(atlas)
    elif chosen == "Members":
        members_panel.show()
    elif item:
        evidence_panel.show(atlas, item)
    else:
        st.caption(
            "Choose a place on the map, in the text or in the list to see its sentences here."
        )
        trade_panel.show(atlas, None)
