"""The page's own style: spacing, and columns that stack where there is no room."""

from __future__ import annotations

import streamlit as st

from geo.shipped import ASSETS


def style() -> None:
    """Page settings and style sheet; before anything else is drawn."""
    st.set_page_config(
        page_title="Article Atlas", page_icon=str(ASSETS / "page" / "icon.svg"), layout="wide"
    )
    st.html(f"<style>{(ASSETS / 'page' / 'page.css').read_text(encoding='utf-8')}</style>")
