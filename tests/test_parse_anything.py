"""Any text: the geoparser reads it, the curated gazetteer wins where it knows better."""

from __future__ import annotations

import pytest

from geo.atlas import Atlas, make_atlas
from geo.knowledge import Knowledge
from geo.read import read_document


def _read(known: Knowledge, text: str) -> Atlas:
    return make_atlas(read_document(text), known)


def _places(atlas: Atlas) -> dict[str, str]:
    return {item.place.name: item.place.id for item in atlas.evidence}


def test_a_place_that_both_know_is_one_place_and_the_curated_one(knowledge: Knowledge) -> None:
    text = "Officials from Astana flew to DUSHANBE. In Dushanbe they met envoys of Columbus, Ohio."
    found = _places(_read(knowledge, text))
    assert found["Astana"] == "astana"
    assert found["Dushanbe"] == "dushanbe"
    assert found["Columbus"].startswith("geonames:")
    assert len(found) == 4


def test_a_name_of_our_region_elsewhere_goes_where_the_text_says(knowledge: Knowledge) -> None:
    found = _read(knowledge, "The mayor of Paris, Texas, spoke in Dallas, Texas, on Monday.")
    [paris] = [item for item in found.evidence if item.place.name == "Paris"]
    assert paris.place.admin1 == "Texas"


@pytest.mark.parametrize("text", ["The SCO summit opened in Tianjin, China.", "A freight train."])
def test_events_of_one_article_are_not_read_into_another(knowledge: Knowledge, text: str) -> None:
    assert {"sco_summit_2024", "almaty_horgos_train"}.isdisjoint(
        _places(_read(knowledge, text)).values()
    )


def test_a_facility_of_ours_is_known_by_its_name_in_any_text(knowledge: Knowledge) -> None:
    found = _read(knowledge, "Engineers visited the Zhanatas wind farm in Kazakhstan in May.")
    assert "zhanatas_wind" in _places(found).values()


def test_mentions_carry_their_paragraph_and_excerpt(knowledge: Knowledge) -> None:
    found = _read(knowledge, "A title of ours\n\nRain fell in Lyon, France.\n\nIt fell in Turin.")
    [turin] = [item for item in found.evidence if item.place.name == "Turin"]
    assert turin.passages[0].paragraph == 3
    assert turin.passages[0].text == "It fell in Turin."


def test_links_behind_an_article_stay_off_the_map(knowledge: Knowledge) -> None:
    text = "Rain fell in Lyon, France.\nIt was long.\nSnow in Oslo | weather | Norway\nA blurb."
    found = _read(knowledge, text)
    assert "Oslo" not in _places(found)
    assert any("block of links" in p.resolution.refusal for p in found.unmapped)


def test_a_text_in_another_script_says_that_it_is_not_covered(knowledge: Knowledge) -> None:
    found = _read(knowledge, "Президент прибыл в столицу и встретился с министрами. " * 20)
    assert found.evidence == ()
    assert "language" in found.refusal


def test_an_area_that_reaches_too_far_gets_no_mark_but_a_reason(knowledge: Knowledge) -> None:
    found = _read(knowledge, "Traders in Lagos, Nigeria, look to all of Africa.")
    assert "Africa" not in _places(found)
    [africa] = [p for p in found.unmapped if p.marked == "Africa"]
    assert "reaches too far" in africa.resolution.refusal
