"""Below the map: the text itself, places, dates, what is not on the map, and the sources."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.draw.markup import escape, tag
from geo.evidence import Evidence, Passage
from geo.figures.timeline import date_label
from geo.layers import exactness
from geo.model import Paragraph
from geo.page import state, view
from geo.page.content import knowledge
from geo.page.countries import country_name
from geo.page.served import prose
from geo.themes import THEMES

PAGE = 80  # paragraphs of a reading page: a long news article fits on one
PAGE_CHARS = 120_000  # code points of a page: keeps one run of text below the message limit
_TURNED_FOR = "_turned_for"


def show(atlas: Atlas, visible: tuple[Evidence, ...]) -> None:
    """Draws the chosen section."""
    chosen = st.segmented_control(
        "Section",
        view.sections_of(atlas),
        key="below",
        label_visibility="collapsed",
        required=True,
    )
    if chosen == "Places":
        _places(atlas, visible)
    elif chosen == "Timeline":
        _prose(_events(atlas), "timeline")
    elif chosen == "Not on the map":
        _not_on_map(atlas)
    elif chosen == "Sources":
        _sources()
    else:
        _read(atlas)


def _prose(blocks: list[dict], key: str) -> None:
    heard = f"_{key}"

    def on_choice() -> None:
        if place := st.session_state[heard].chosen:
            state.choose(place)

    prose(
        key=heard,
        data={"blocks": blocks, "selected": state.selected() or "", "seq": state.round_number()},
        on_chosen_change=on_choice,
    )


def _read(atlas: Atlas) -> None:
    pages = reading_pages(atlas.article.paragraphs)
    number = _turned(atlas, pages) - 1 if len(pages) > 1 else 0
    if atlas.article.paragraphs and any(p.retells for p in atlas.article.paragraphs):
        st.caption(
            "Our account, not the article: its sentences are ours. Numbers count our paragraphs; "
            "hover one to see which of the article’s it retells."
        )
    _prose(blocks_of(atlas, pages[number]), f"read_{atlas.article.id}_{number}")


def reading_pages(paragraphs: tuple[Paragraph, ...]) -> list[tuple[Paragraph, ...]]:
    """Paragraphs cut into pages of PAGE paragraphs and about PAGE_CHARS code points."""
    pages: list[list[Paragraph]] = [[]]
    length = 0
    for whole in paragraphs:
        for piece in _pieces(whole):
            if len(pages[-1]) >= PAGE or length + piece.end - piece.start > PAGE_CHARS:
                pages.append([])
                length = 0
            pages[-1].append(piece)
            length += piece.end - piece.start
    return [tuple(page) for page in pages if page] or [()]


def _pieces(paragraph: Paragraph) -> Iterable[Paragraph]:
    for start in range(paragraph.start, paragraph.end, PAGE_CHARS):
        end = min(start + PAGE_CHARS, paragraph.end)
        yield Paragraph(paragraph.number, start, end, paragraph.role, paragraph.retells)


def _turned(atlas: Atlas, pages: list[tuple[Paragraph, ...]]) -> int:
    """The page that the reader turned to, until a place is selected that it does not name."""
    key = f"_page_{atlas.article.id}"
    wish = atlas.article.id, state.selected(), state.round_number()
    if key not in st.session_state or st.session_state.get(_TURNED_FOR) != wish:
        st.session_state[_TURNED_FOR] = wish
        naming = _naming(atlas, pages)
        here = st.session_state.get(key, 1)
        st.session_state[key] = here if here in naming or not naming else naming[0]
    return int(st.number_input(f"Page of {len(pages)}", 1, len(pages), key=key))


def _naming(atlas: Atlas, pages: list[tuple[Paragraph, ...]]) -> list[int]:
    """Numbers of the pages that name the selected place."""
    item = atlas.of(state.selected() or "")
    starts = [p.resolution.mention.start for p in item.passages] if item else []
    return [
        number
        for number, page in enumerate(pages, 1)
        if page and bisect_left(starts, page[0].start) < bisect_left(starts, page[-1].end)
    ]


def blocks_of(atlas: Atlas, page: tuple[Paragraph, ...]) -> list[dict]:
    """Paragraphs as text and names: what `assets/page/prose.js` shows."""
    text = atlas.article.text
    first, last = (page[0].start, page[-1].end) if page else (0, 0)
    spans: dict[tuple[int, int], tuple[str, str]] = {}
    for item in atlas.evidence:
        for passage in item.passages:
            mention = passage.resolution.mention
            if not first <= mention.start < last:
                continue
            # Implied places share a span with the mention they hang on: the named one wins.
            if mention.how != "implied" or (mention.start, mention.end) not in spans:
                spans[mention.start, mention.end] = item.place.id, item.place.name
    ordered = sorted(spans.items())
    blocks = []
    for paragraph in page:
        parts: list[object] = []
        at = paragraph.start
        for (start, end), (place, name) in ordered:
            if start < at or end > paragraph.end:
                continue
            parts += [text[at:start], {"text": text[start:end], "place": place, "name": name}]
            at = end
        parts.append(text[at : paragraph.end])
        told = ", ".join(map(str, paragraph.retells))
        blocks.append(
            {
                "role": paragraph.role.value,
                "number": f"¶{paragraph.number}",
                "about": f"retells the article’s ¶{told}" if told else "",
                "parts": [part for part in parts if part],
            }
        )
    return blocks


def _events(atlas: Atlas) -> list[dict]:
    blocks = []
    for event in atlas.events:
        parts: list[object] = [event.what]
        for place in event.places:
            if item := atlas.of(place):
                parts += [" · ", {"text": item.place.name, "place": place, "name": item.place.name}]
        told = ", ".join(map(str, event.paragraphs))
        parts.append(f" — {event.note} " if event.note else " ")
        parts.append(f"(the article’s ¶{told}; {event.check})")
        blocks.append({"role": "event", "number": date_label(event.date), "parts": parts})
    return blocks


def _places(atlas: Atlas, visible: tuple[Evidence, ...]) -> None:
    rows = [
        {
            "¶": item.passages[0].paragraph,
            "Place": item.place.name,
            "Layer": THEMES[item.place.theme].label,
            "Status": item.place.status.value if item.place.status else "",
            "Precision": exactness(item.place),
            "Country": ", ".join(country_name(code) for code in item.place.countries),
            "Mentions": len(item.passages),
            "Excerpt": item.passages[0].text,
            "Source": knowledge().sources[item.place.source].title,
        }
        for item in visible
    ]
    if not rows:
        st.caption("No place passes the layers and filters in the sidebar.")
        return
    st.caption("Click the left edge of a row to see the place on the map.")
    ids = [item.place.id for item in visible]

    def on_select() -> None:
        if picked := st.session_state["_table"]["selection"]["rows"]:
            state.choose(ids[picked[0]])

    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=420, key="_table",
        on_select=on_select, selection_mode="single-row",
    )  # fmt: skip


def _not_on_map(atlas: Atlas) -> None:
    if not atlas.unmapped:
        st.caption("Every mention that was found is on the map.")
        return
    groups: dict[str, list[Passage]] = {}
    for passage in atlas.unmapped:
        groups.setdefault(passage.resolution.refusal, []).append(passage)
    st.caption(f"{len(atlas.unmapped)} mentions, each with the rule that refused it.")
    for reason, passages in groups.items():
        names = ", ".join(dict.fromkeys(f"“{p.marked}”" for p in passages))
        rows = "".join(
            tag(
                "tr",
                tag("td", escape(f"¶{p.paragraph}")),
                tag("td", escape(p.before), tag("mark", escape(p.marked)), escape(p.after)),
            )
            for p in passages[:30]
        )
        st.html(
            tag("div", escape(f"{names}: {reason}."), cls="section")
            + tag("div", tag("table", rows, cls="plain"), cls="scroll")
        )


def _sources() -> None:
    st.caption("Where every fact is from. Facts are quoted; sentences are ours.")
    rows = [
        tag(
            "tr",
            tag("td", tag("b", escape(s.title)), "<br>", escape(s.producer)),
            tag("td", escape(s.citation)),
            tag("td", escape(s.licence)),
            tag("td", escape(s.changes)),
        )
        for s in sorted(knowledge().sources.values(), key=lambda s: s.title.casefold())
    ]
    head = tag("tr", *(tag("th", h) for h in ("Origin", "Cite as", "Licence", "What we changed")))
    st.html(tag("div", tag("table", head, *rows, cls="plain"), cls="scroll"))
