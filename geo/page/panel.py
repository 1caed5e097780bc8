"""The side panel: evidence, trade, figures or members."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.page import evidence_panel, figures_panel, members_panel, state, trade_panel, view

HEIGHT = 740  # pixels: as high as the map with what stands below it


def show(atlas: Atlas) -> None:
    """Draws the chosen panel; without a place, evidence gives way to trade at a glance."""
    with st.container(key="side", height=HEIGHT, border=False):
        chosen = st.segmented_control(
            "Panel",
            view.panels_of(atlas),
            key="panel",
            label_visibility="collapsed",
            width="stretch",
            required=True,
        )
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
            st.caption("Choose a place on the map, in the text or in the list to see its evidence.")
            if atlas.case:
                trade_panel.glance(atlas)
