"""The whole way from a text to its layers: the same text gives the same map, and only that."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from geo.atlas import Atlas, make_atlas, opening_view
from geo.knowledge import Knowledge, load_knowledge
from geo.model import Shown
from geo.read import read_document
from geo.read.original import runs


@pytest.fixture(scope="module")
def other(knowledge: Knowledge) -> Atlas:
    """An atlas of a text that is neither our account nor its original."""
    text = "They met in Samarkand in 2022. In Dushanbe it is 23 years old. The Silk Road was long."
    return make_atlas(read_document(text), knowledge)


def test_the_same_article_gives_the_same_atlas(atlas: Atlas, knowledge: Knowledge) -> None:
    again = make_atlas(knowledge.account.article, knowledge)
    assert again.resolutions == atlas.resolutions
    assert again.evidence == atlas.evidence
    assert again.bounds == atlas.bounds
    for theme, frame in atlas.layers.items():
        assert_geodataframe_equal(again.layers[theme], frame)


def test_knowledge_is_the_same_whenever_it_is_loaded(knowledge: Knowledge) -> None:
    assert load_knowledge() == knowledge


def test_a_place_is_found_by_its_id_or_not_at_all(atlas: Atlas) -> None:
    assert atlas.of("astana").place.name == "Astana"
    assert atlas.of("atlantis") is None
    assert atlas.of("sco") is None  # known, mentioned and not on the map


def test_our_account_has_its_figures_and_dates(atlas: Atlas, knowledge: Knowledge) -> None:
    assert len(atlas.claims) == 39
    assert atlas.events == knowledge.timeline


def test_another_text_has_neither_our_figures_nor_our_dates(other: Atlas) -> None:
    assert not other.case
    assert other.claims == ()
    assert other.events == ()
    assert other.retold == {}


def test_the_articles_own_words_are_shown_with_that_article_alone(
    atlas: Atlas, other: Atlas
) -> None:
    assert {item.place.id for item in other.evidence} == {"samarkand", "dushanbe"}
    assert all(item.place.words == "" for item in other.evidence)
    assert all(pd.concat(other.layers.values())["words"] == "")
    assert atlas.of("samarkand").place.words


def test_a_place_is_not_said_to_stand_in_links_that_the_text_does_not_have(
    knowledge: Knowledge,
) -> None:
    atlas = make_atlas(read_document("Shanghai is a port."), knowledge)
    assert not any("stands in a trailing" in p.resolution.refusal for p in atlas.unmapped)


def test_the_original_is_known_by_its_runs_and_retold_from_our_account(
    knowledge: Knowledge, atlas: Atlas
) -> None:
    story = "They met in Samarkand. " + " ".join(f"Word{n}." for n in range(50))
    knowing = replace(knowledge, shingles=frozenset(runs(story)))
    found = make_atlas(read_document(story), knowing)
    assert found.case
    assert found.of("samarkand").passages[0].text == "They met in Samarkand."
    assert found.of("samarkand").passages[0].origin == "the article ¶1"
    assert found.of("samarkand").place.words
    assert found.retold == {item.place.id: item.passages for item in atlas.evidence}


def test_the_opening_view_frames_most_points_of_our_account(atlas: Atlas) -> None:
    west, south, east, north = atlas.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    spots = [
        (i.place.lon, i.place.lat)
        for i in atlas.evidence
        if i.place.shown is Shown.POINT
        for _ in i.passages
    ]
    inside = [west <= lon <= east and south <= lat <= north for lon, lat in spots]
    assert sum(inside) / len(inside) >= 0.5


def test_one_place_is_framed_with_room_around_it(knowledge: Knowledge) -> None:
    west, south, east, north = make_atlas(read_document("They met in Samarkand."), knowledge).bounds
    assert west < 66.96445 < east
    assert south < 39.65456 < north


def test_an_area_alone_is_framed_by_its_label(knowledge: Knowledge) -> None:
    west, south, east, north = make_atlas(read_document("In Kazakhstan."), knowledge).bounds
    assert west < 67.3 < east
    assert south < 48 < north


def test_no_place_at_all_gives_a_view_of_the_world() -> None:
    west, south, east, north = opening_view(())
    assert east - west > 180
    assert north - south > 90


def test_remove_a_sentence_and_the_row_of_its_layer_goes(
    atlas: Atlas, knowledge: Knowledge
) -> None:
    sentence = atlas.of("zhanatas_wind").passages[0].text
    assert atlas.article.text.count(sentence) == 1
    less = make_atlas(read_document(atlas.article.text.replace(sentence, "")), knowledge)
    assert "zhanatas_wind" in set(atlas.layers["wind"]["id"])
    assert "wind" not in less.layers or "zhanatas_wind" not in set(less.layers["wind"]["id"])
