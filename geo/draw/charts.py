"""Charts of trade: both reporters apart, gaps left as gaps, the article's claim marked."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from geo.figures import Point

COLOURS = {"CN": "#b3541e", "other": "#2f6f9f"}
CLAIMED = "#c0392b"  # what the article says


def trade_chart(
    points: Iterable[Point],
    reporters: dict[str, str],
    article_year: float | None = None,
    claim: tuple[int, float, str] | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """One partner's trade with China in billion US dollars over a true year axis.

    `reporters` maps codes to names. `article_year` (2024.5 is mid-2024) parts what was known
    to the article from what came later; `claim` is (year, billion, words) of the article.
    """
    frame = pd.DataFrame(
        [
            {
                "year": p.year,
                "billion": p.billion,
                "reporter": f"{reporters.get(p.reporter, p.reporter)} reports",
                "segment": p.segment,
                "hollow": p.hollow,
                "state": "derived or unchecked" if p.hollow else "published",
                "after": "after the article" if article_year and p.year >= article_year else "",
                "note": p.note,
            }
            for p in points
        ]
    )
    names = [f"{name} reports" for name in reporters.values()]
    colour = alt.Color(
        "reporter:N",
        scale=alt.Scale(domain=names, range=[COLOURS["CN"], COLOURS["other"]]),
        legend=alt.Legend(title=None, orient="top", symbolType="circle"),
    )
    first, last = int(frame["year"].min()), int(frame["year"].max())
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
    )
    y = alt.Y("billion:Q", title="US$ billion", scale=alt.Scale(zero=True))
    base = alt.Chart(frame)
    drawn = [
        base.mark_line(strokeWidth=2).encode(x, y, colour, detail="segment:N"),
        base.transform_filter("!datum.hollow")
        .mark_point(size=48, filled=True, opacity=1)
        .encode(x, y, colour, tooltip=_TOOLTIP),
        base.transform_filter("datum.hollow")
        .mark_point(size=48, filled=False, strokeWidth=1.6)
        .encode(x, y, colour, tooltip=_TOOLTIP),
    ]
    if article_year and first <= article_year <= last + 0.5:
        cut = pd.DataFrame([{"year": article_year, "end": last + 0.5, "text": "after the article"}])
        drawn.insert(
            0,
            alt.Chart(cut).mark_rect(opacity=0.12, color="#808080").encode(x, x2="end:Q"),
        )
    if claim:
        mark = pd.DataFrame([{"year": claim[0], "billion": claim[1], "text": claim[2]}])
        drawn += [
            alt.Chart(mark)
            .mark_point(shape="diamond", size=190, strokeWidth=2, color=CLAIMED)
            .encode(x, y, tooltip="text:N"),
            alt.Chart(mark)
            .mark_text(align="right", dx=-12, dy=-6, fontWeight="bold", color=CLAIMED)
            .encode(x, y, text="text:N"),
        ]
    return alt.layer(*drawn).properties(height=260)


_TOOLTIP = [
    alt.Tooltip("year:Q", title="Year", format="d"),
    alt.Tooltip("billion:Q", title="US$ billion", format=".2f"),
    alt.Tooltip("reporter:N", title="Side"),
    alt.Tooltip("state:N", title="State"),
    alt.Tooltip("after:N", title="Time"),
    alt.Tooltip("note:N", title="Note"),
]
