"""Layers become data for the map, and series become charts: no HTML, no request elsewhere."""

from __future__ import annotations

import json
import re

import folium
import pytest
from shapely.geometry import Point, shape

from geo.atlas import Atlas, make_atlas
from geo.draw.basemap import AssetUrls, base_map
from geo.draw.charts import trade_chart
from geo.draw.layers import Layer, facts, feature_groups
from geo.draw.layers import features as written
from geo.draw.members import COLOURS, disputed, member_group
from geo.figures import points
from geo.knowledge import Knowledge
from geo.layers import COLUMNS, outlines
from geo.read import read_document
from geo.themes import THEMES

URLS = AssetUrls("leaflet.js", "leaflet.css", "atlas.js", "atlas.css", "outlines.json")
HOSTILE = (
    "</script><script>alert(1)</script> `${x}` {{ 7*7 }} {% raw %} \\u003c \\ \u202e👩\u200d🚀"
)


def features(group: folium.FeatureGroup) -> list[dict]:
    [layer] = [c for c in group._children.values() if isinstance(c, Layer)]
    return json.loads(layer.text)["features"]


def groups_of(atlas: Atlas) -> list[folium.FeatureGroup]:
    drawn = {theme: written(frame).values() for theme, frame in atlas.layers.items()}
    return feature_groups(drawn, atlas.article.id, atlas.bounds)


@pytest.fixture(scope="module")
def groups(atlas: Atlas) -> dict[str, folium.FeatureGroup]:
    return {g.layer_name: g for g in groups_of(atlas)}


@pytest.fixture(scope="module")
def drawn(groups: dict[str, folium.FeatureGroup]) -> dict[str, dict]:
    return {
        feature["properties"]["id"]: feature
        for name, group in groups.items()
        if name in THEMES
        for feature in features(group)
    }


# Places


def test_there_is_one_group_a_theme_and_one_for_the_view(
    atlas: Atlas, groups: dict[str, folium.FeatureGroup]
) -> None:
    assert list(groups) == [*atlas.layers, "scene"]


def test_every_place_is_drawn_once_where_it_lies(atlas: Atlas, drawn: dict[str, dict]) -> None:
    assert set(drawn) == {item.place.id for item in atlas.evidence}
    for item in atlas.evidence:
        geometry = shape(drawn[item.place.id]["geometry"])
        label = Point(item.place.lon, item.place.lat)
        if geometry.geom_type == "Point":
            assert geometry.distance(label) < 1e-5
        assert geometry.is_valid


def test_every_place_carries_its_excerpt_origin_and_words(
    atlas: Atlas, drawn: dict[str, dict]
) -> None:
    for item in atlas.evidence:
        card, first = drawn[item.place.id]["properties"], item.passages[0]
        assert card["before"] + card["marked"] + card["after"] == first.text
        assert card["origin"] == first.origin
        assert card.get("words", "") == item.place.words
        assert card["name"] == item.place.name


def test_only_an_implied_place_says_that_the_text_does_not_name_it(
    drawn: dict[str, dict],
) -> None:
    implied = {id for id, f in drawn.items() if "implied" in f["properties"]}
    assert implied == {"alashankou", "altynkol", "danghara", "dostyk"}
    assert drawn["dostyk"]["properties"]["implied"].startswith("Not named in the text")


def test_data_for_the_map_is_plain_json_without_html(
    groups: dict[str, folium.FeatureGroup],
) -> None:
    for name, group in groups.items():
        if name in THEMES:
            text = json.dumps(features(group), allow_nan=False)
            assert not re.search(r"<\w|</|&\w+;|javascript:", text)


def test_hostile_text_reaches_the_map_as_data_unchanged(knowledge: Knowledge) -> None:
    text = f"{HOSTILE} in Samarkand."
    atlas = make_atlas(read_document(text), knowledge)
    [group, _] = groups_of(atlas)
    [feature] = features(group)
    card = feature["properties"]
    assert card["before"] + card["marked"] + card["after"] == text


TEMPLATES = [
    "{{ 7 * 7 }} in Samarkand",
    "{{ in Samarkand",
    "{% raw %} in Samarkand",
    "{% nonsense %} in Samarkand",
    "{# in Samarkand",
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_text_that_looks_like_a_template_is_never_run_as_one(
    knowledge: Knowledge, text: str
) -> None:
    atlas = make_atlas(read_document(text), knowledge)
    whole = base_map(URLS)
    for group in groups_of(atlas):
        group.add_to(whole)
    written = whole.get_root().render()
    assert "49 in Samarkand" not in written
    assert "\\u007b" + text[1:-13] in written


def test_hostile_text_ends_no_script_of_the_map(knowledge: Knowledge) -> None:
    text = "</script><script>alert(1)</script> `${x}` \\u003c in Samarkand"
    atlas = make_atlas(read_document(text), knowledge)
    whole = base_map(URLS)
    for group in groups_of(atlas):
        group.add_to(whole)
    page = whole.get_root().render()
    assert "<script>alert" not in page
    assert page.count("</script>") == page.count("<script")


@pytest.mark.parametrize("id", ["hisor_valley", "xinjiang", "almaty_horgos_train"])
def test_a_circle_says_that_it_is_no_boundary(drawn: dict[str, dict], id: str) -> None:
    assert "approximate, not a boundary" in drawn[id]["properties"]["facts"]


def test_a_line_says_that_it_is_schematic_and_how_long(drawn: dict[str, dict]) -> None:
    assert "planned" in drawn["cku"]["properties"]["facts"]
    assert "schematic line · 432 km between its waypoints" in drawn["cku"]["properties"]["facts"]


def test_no_precision_is_called_exact(drawn: dict[str, dict]) -> None:
    for feature in drawn.values():
        assert "exact" not in feature["properties"]["facts"].lower()


def test_facts_tell_theme_status_and_exactness_in_one_line() -> None:
    row = dict.fromkeys(COLUMNS, "") | {
        "theme": "wind",
        "status": "planned",
        "exactness": "site ±2 km",
    }
    assert facts(row) == f"{THEMES['wind'].label} · planned · site ±2 km"
    assert facts(row | {"geodesic_km": 1200.4}).endswith(" · 1,200 km between its waypoints")


# The base map


def test_the_base_map_loads_nothing_but_what_it_is_given() -> None:
    fresh = base_map(URLS)
    assert [src for _, src in fresh.default_js] == ["leaflet.js", "atlas.js"]
    assert [href for _, href in fresh.default_css] == ["leaflet.css", "atlas.css"]
    page = fresh.get_root().render()
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert set(loaded) <= {"leaflet.js", "atlas.js", "leaflet.css", "atlas.css"}
    assert set(re.findall(r"https?://[\w.-]+", page)) <= {"https://tile.openstreetmap.org"}


def test_two_base_maps_differ_in_nothing_but_their_random_names() -> None:
    one, other = (re.sub(r"[0-9a-f]{32}", "", base_map(URLS).get_root().render()) for _ in "12")
    assert one == other


# Members


@pytest.fixture(scope="module")
def shades(knowledge: Knowledge) -> list[dict]:
    return features(member_group(knowledge.members))


def test_every_state_of_the_organization_is_shaded_or_marked(
    shades: list[dict], knowledge: Knowledge
) -> None:
    assert len(shades) == len(knowledge.members) == 26
    by_colour = [f["properties"]["colour"] for f in shades]
    assert [by_colour.count(COLOURS[s]) for s in ("member", "observer", "dialogue partner")] == [
        9, 3, 14,
    ]  # fmt: skip


def test_a_state_too_small_to_shade_is_a_symbol(shades: list[dict]) -> None:
    symbols = [f for f in shades if f["geometry"]["type"] == "Point"]
    assert len(symbols) == 2  # Bahrain and the Maldives


def test_no_disputed_ground_is_shaded(shades: list[dict]) -> None:
    ground = disputed()
    for feature in shades:
        shade = shape(feature["geometry"])
        # Shading is simplified by 0.1° behind the cut, so its edge may lap over by that much.
        assert shade.buffer(0).intersection(ground.buffer(-0.15)).area < 1e-6


def test_shading_lies_on_its_country(shades: list[dict], knowledge: Knowledge) -> None:
    for feature, member in zip(shades, knowledge.members, strict=True):
        shade = shape(feature["geometry"]).buffer(0)
        if shade.area:
            outline = outlines()[member.iso2]
            assert shade.difference(outline.buffer(0.2)).area < 1e-6
            assert shade.area > 0.7 * outline.area


# Charts


@pytest.mark.parametrize("flow", ["total", "export", "import"])
@pytest.mark.parametrize("partner", ["KZ", "KG", "TJ", "UZ", "TM", "CA5"])
def test_a_chart_holds_every_point_and_a_line_for_every_segment(
    knowledge: Knowledge, partner: str, flow: str
) -> None:
    found = points(knowledge.trade, partner, flow)
    chart = trade_chart(found, {"CN": "China", partner: "The other side"}, 2024.5)
    spec = chart.to_dict()
    rows = max(spec["datasets"].values(), key=len)
    assert sorted((r["year"], r["billion"], r["segment"], r["hollow"]) for r in rows) == sorted(
        (p.year, p.billion, p.segment, p.hollow) for p in found
    )
    lines = [layer for layer in spec["layer"] if "line" in (layer["mark"], layer["mark"]["type"])]
    assert lines
    for line in lines:
        assert "segment" in json.dumps(line["encoding"]["detail"])
        assert line["encoding"]["x"]["type"] == "quantitative"


def test_the_claim_of_the_article_is_marked(knowledge: Knowledge) -> None:
    chart = trade_chart(
        points(knowledge.trade, "KZ"), {"CN": "China", "KZ": "Kazakhstan"}, 2024.5,
        (2023, 41, "the article: 41"),
    )  # fmt: skip
    spec = json.dumps(chart.to_dict())
    assert "the article: 41" in spec
    assert "after the article" in spec
