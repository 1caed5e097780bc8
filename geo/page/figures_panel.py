"""Every figure of the article with its check."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from geo.atlas import Atlas
from geo.draw.markup import escape, excerpt, tag
from geo.evidence import Passage
from geo.figures import Claim
from geo.page.content import knowledge

ALL = "all"


def show(atlas: Atlas) -> None:
    """Draws the claims that the text states, then what was added from outside."""
    rows: list[tuple[Claim, Passage | None]] = list(atlas.claims)
    rows += [(claim, None) for claim in knowledge().claims if claim.check == "added"]
    counts = Counter(claim.check for claim, _ in rows)
    options = [ALL, *dict.fromkeys(sorted(counts, key=_ORDER.index))]
    chosen = st.pills(
        "Check", options, key="check", required=True,
        format_func=lambda c: f"{c} ({len(rows) if c == ALL else counts[c]})",
        label_visibility="collapsed",
    )  # fmt: skip
    shown = [_row(claim, where) for claim, where in rows if chosen in (ALL, claim.check)]
    st.html(tag("div", *shown, cls="claims"))


_ORDER = ("contradicted", "not verified", "plausible", "confirmed", "added")


def _row(claim: Claim, where: Passage | None) -> str:
    source = knowledge().sources
    head = tag("b", escape(quantity(claim.value, claim.unit))) + " "
    head += escape(f"{claim.measures} · {claim.subject}, {claim.period}".rstrip(", "))
    check = tag("span", escape(claim.check), cls=f"check {claim.check.replace(' ', '-')}")
    parts = [tag("div", check), tag("p", head, cls="claim")]
    if where:
        parts.append(excerpt(where.before, where.marked, where.after))
        parts.append(tag("p", escape(where.origin[:1].upper() + where.origin[1:]), cls="origin"))
    else:
        parts.append(tag("p", "Not in the article; added from outside.", cls="origin"))
    if claim.comment:
        parts.append(tag("p", escape(claim.comment), cls="fine"))
    if claim.derived:
        parts.append(tag("p", escape(f"Worked out: {claim.derived}."), cls="fine"))
    origins = [source[origin].title for origin in claim.check_source.split(";")]
    read = f" (read at {claim.read_at})" if claim.read_at else ""
    parts.append(tag("p", escape(f"Checked against: {'; '.join(origins)}{read}."), cls="fine"))
    return tag("div", *parts)


def quantity(value: str, unit: str) -> str:
    """A value with its unit as a reader writes it.

    >>> quantity("24", "ordinal"), quantity("41", "billion US$"), quantity("5.4", "%")
    ('no. 24', 'US$41 billion', '5.4 %')
    """
    if unit in {"ordinal", "rank"}:
        return f"no. {value}"
    if unit == "billion US$":
        return f"US${value} billion"
    return value if unit in {"dates", "year"} else f"{value} {unit}".strip()
