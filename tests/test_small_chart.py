"""The small chart shows every point of the large one, and joins no more than it joins."""

from __future__ import annotations

from base64 import b64decode
from xml.etree import ElementTree

import pytest

from geo.draw.charts import CLAIMED, COLOURS
from geo.draw.small_chart import HEIGHT, WIDTH, small_chart
from geo.figures import Point, points
from geo.knowledge import Knowledge
from geo.page.view import PARTNERS

SVG = "{http://www.w3.org/2000/svg}"


def point(year: int, billion: float, reporter: str = "CN", segment: str = "CN a 0") -> Point:
    return Point(year, reporter, billion, False, segment, "gacc", "")


def drawn(source: str) -> ElementTree.Element:
    head, image = source.split(",", 1)
    assert head == "data:image/svg+xml;base64"
    return ElementTree.fromstring(b64decode(image))


def lines(image: ElementTree.Element) -> list[ElementTree.Element]:
    _foot, *others = image.iter(f"{SVG}polyline")
    return others


@pytest.mark.parametrize("partner", PARTNERS)
def test_every_point_has_its_dot_inside_the_picture(knowledge: Knowledge, partner: str) -> None:
    shown = points(knowledge.trade, partner)
    dots = list(drawn(small_chart(shown)).iter(f"{SVG}circle"))
    assert len(dots) == len(shown)
    for dot, one in zip(dots, shown, strict=True):
        assert 0 < float(dot.attrib["cx"]) < WIDTH
        assert 0 < float(dot.attrib["cy"]) < HEIGHT
        assert (dot.attrib["fill"] == "none") is one.hollow
        assert dot.attrib["stroke"] == COLOURS["CN" if one.reporter == "CN" else "other"]


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_line_joins_one_segment_and_no_two(knowledge: Knowledge, partner: str) -> None:
    shown = points(knowledge.trade, partner)
    segments = [[p for p in shown if p.segment == s] for s in {p.segment for p in shown}]
    joined = sorted(len(held) for held in segments if len(held) > 1)
    found = [len(line.attrib["points"].split()) for line in lines(drawn(small_chart(shown)))]
    assert sorted(found) == joined


def test_years_stand_at_true_distances_and_values_above_zero() -> None:
    shown = (point(2000, 10), point(2002, 20, segment="b"), point(2010, 0, segment="c"))
    at = [
        (float(dot.attrib["cx"]), float(dot.attrib["cy"]))
        for dot in drawn(small_chart(shown)).iter(f"{SVG}circle")
    ]
    (x0, y0), (x1, y1), (x2, y2) = at
    assert (x2 - x0) / (x1 - x0) == pytest.approx(5, rel=0.01)
    assert (y2 - y1) / (y2 - y0) == pytest.approx(2, rel=0.01)


def test_what_came_after_the_article_is_shaded() -> None:
    shown = (point(2022, 1), point(2023, 2), point(2024, 3))
    (shade,) = drawn(small_chart(shown, article_year=2023.5)).iter(f"{SVG}rect")
    dots = [float(d.attrib["cx"]) for d in drawn(small_chart(shown)).iter(f"{SVG}circle")]
    assert dots[1] < float(shade.attrib["x"]) < dots[2]
    assert not list(drawn(small_chart(shown, article_year=2030)).iter(f"{SVG}rect"))


def test_the_claim_has_a_mark_of_its_own_that_fits() -> None:
    shown = (point(2022, 1), point(2023, 2))
    image = drawn(small_chart(shown, claim=(2023, 5.0, "the article: 5 bn")))
    (mark,) = image.iter(f"{SVG}path")
    assert mark.attrib["stroke"] == CLAIMED
    assert all(float(dot.attrib["cy"]) > HEIGHT / 2 for dot in image.iter(f"{SVG}circle"))
