"""A trade chart the size of a thumb: the same points as in the large one, drawn as SVG.

The large chart's drawing library is a fifth of all that a first visit loads; the page draws
this one until a reader asks for more.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence

from geo.draw.charts import CLAIMED, COLOURS
from geo.draw.markup import tag
from geo.figures import Point

WIDTH, HEIGHT = 400, 120  # units of the drawing
_EDGE = 7.0  # units that a mark may reach over its point


def small_chart(
    points: Sequence[Point],
    article_year: float | None = None,
    claim: tuple[int, float, str] | None = None,
) -> str:
    """One partner's trade over a true year axis, as a data: URI of an SVG image.

    Lines, hollow marks, the shade from `article_year` on and the `claim` (year, billion US
    dollars, words) mean what they mean in `geo.draw.charts.trade_chart`. Zero is the foot.
    """
    first, last = min(p.year for p in points) - 0.5, max(p.year for p in points) + 0.5
    top = max([p.billion for p in points] + ([claim[1]] if claim else []))

    def at(year: float, billion: float) -> tuple[float, float]:
        across = _EDGE + (year - first) / (last - first) * (WIDTH - 2 * _EDGE)
        return round(across, 1), round(HEIGHT - _EDGE - billion / top * (HEIGHT - 2 * _EDGE), 1)

    drawn = [_line([at(first, 0), at(last, 0)], "#888", "1")]
    if article_year and article_year < last:
        left, right = at(article_year, 0)[0], at(last, 0)[0]
        drawn.append(
            tag("rect", x=f"{left}", y="0", width=f"{right - left:.1f}", height=f"{HEIGHT}",
                fill="#808080", fill_opacity="0.15")
        )  # fmt: skip
    for segment in _segments(points):
        drawn.append(_line([at(p.year, p.billion) for p in segment], _colour(segment[0]), "2"))
    drawn += [_dot(at(p.year, p.billion), _colour(p), p.hollow) for p in points]
    if claim:
        x, y = at(claim[0], claim[1])
        corners = f"M{x} {y - 6}l6 6-6 6-6-6z"
        drawn.append(tag("path", d=corners, fill="none", stroke=CLAIMED, stroke_width="2"))
    image = tag("svg", *drawn, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}")
    return "data:image/svg+xml;base64," + b64encode(image.encode()).decode()


def _colour(point: Point) -> str:
    return COLOURS["CN" if point.reporter == "CN" else "other"]


def _segments(points: Iterable[Point]) -> list[list[Point]]:
    joined: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        joined[point.segment].append(point)
    return [sorted(held, key=lambda p: p.year) for held in joined.values() if len(held) > 1]


def _line(spots: Iterable[tuple[float, float]], colour: str, width: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in spots)
    return tag("polyline", points=path, fill="none", stroke=colour, stroke_width=width)


def _dot(spot: tuple[float, float], colour: str, hollow: bool) -> str:
    fill = "none" if hollow else colour
    return tag(
        "circle", cx=f"{spot[0]}", cy=f"{spot[1]}", r="3", fill=fill, stroke=colour,
        stroke_width="1.4",
    )  # fmt: skip
