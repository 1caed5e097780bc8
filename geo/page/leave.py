"""Leaving with a link or a file."""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.export import to_csv, to_geojson
from geo.export.tables import selection
from geo.page import view
from geo.page.served import copy_link


def leave(atlas: Atlas, filters: view.Filters) -> None:
    """Copy the link; download the visible places."""
    st.markdown("**Take it along**")
    copy_link(key="copy")
    ids = [item.place.id for item in atlas.evidence if view.shows(filters, item)]
    # A callable is run when the reader asks, so that a rerun does not write files.
    left, right = st.columns(2)
    left.download_button(
        "GeoJSON", lambda: to_geojson(selection(atlas.layers, ids)), "places.geojson",
        "application/geo+json", width="stretch", on_click="ignore", disabled=not ids,
        help=f"The {len(ids)} places shown, with excerpts and sources",
    )  # fmt: skip
    right.download_button(
        "CSV", lambda: to_csv(selection(atlas.layers, ids)), "places.csv", "text/csv",
        width="stretch", on_click="ignore", disabled=not ids,
        help=f"The {len(ids)} places shown, with excerpts and sources",
    )  # fmt: skip
