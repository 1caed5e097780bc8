"""Every widget of the page does what its label says."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from geo.atlas import Atlas
from geo.evidence import Evidence
from geo.figures import points
from geo.knowledge import Knowledge
from geo.page import reading, view
from geo.themes import GROUPS, THEMES
from tests.page.reader import Reader

JOURNEY = "Trains run from Astana to Dushanbe.\n\nThey stop in Tashkent in 2031."
OTHER = "Buses run from Almaty to Dushanbe."
LONG = "\n\n".join(f"Day {n}: a train left Dushanbe for the south." for n in range(1, 201))


def ids(atlas: Atlas, passes: Callable[[Evidence], bool]) -> set[str]:
    return {item.place.id for item in atlas.evidence if passes(item)}


# Which article


def test_the_page_opens_with_our_account(reader: Reader, atlas: Atlas) -> None:
    assert reader.title == atlas.article.title
    assert reader.app.selectbox(key="article").options == ["SCO summit and state visits, July 2024"]
    assert reader.pinned == ids(atlas, lambda item: True)
    assert reader.query == {}


def test_a_pasted_text_becomes_the_article(reader: Reader) -> None:
    reader.paste(JOURNEY)
    assert reader.title == "Trains run from Astana to Dushanbe."
    assert {"astana", "dushanbe"} <= reader.pinned
    assert "turgusun" not in reader.pinned
    assert "Your text. It is kept in this session only." in reader.words
    assert reader.prose == JOURNEY.replace("\n\n", "\n")
    assert reader.errors == []


def test_an_uploaded_file_becomes_the_article(reader: Reader) -> None:
    reader.upload("journey.md", JOURNEY.encode("utf-16"))
    assert reader.title == "Trains run from Astana to Dushanbe."
    assert reader.prose == JOURNEY.replace("\n\n", "\n")


def test_the_upload_takes_plain_text_only(reader: Reader) -> None:
    assert reader.app.file_uploader(key="_file").allowed_type == [".txt", ".md"]


def test_a_text_pasted_after_a_file_was_opened_is_the_one_that_opens(reader: Reader) -> None:
    reader.upload("journey.md", JOURNEY.encode()).paste(OTHER)
    assert reader.title == OTHER


def test_the_article_box_goes_back_and_forth(reader: Reader, atlas: Atlas) -> None:
    reader.paste(JOURNEY)
    (opened,) = reader.query["article"]
    reader.choose("article", atlas.article.id)
    assert reader.title == atlas.article.title
    assert reader.query == {}
    reader.choose("article", opened)
    assert reader.title == "Trains run from Astana to Dushanbe."
    assert reader.query == {"article": [opened]}


def test_two_texts_of_one_title_can_both_be_chosen(reader: Reader) -> None:
    first, second = "A journey\n\nFrom Astana it goes on.", "A journey\n\nFrom Dushanbe it goes on."
    reader.paste(first)
    (id_of_first,) = reader.query["article"]
    reader.paste(second)
    (id_of_second,) = reader.query["article"]
    assert reader.pinned == {"dushanbe"}
    reader.choose("article", id_of_first)
    assert reader.pinned == {"astana"}
    reader.choose("article", id_of_second)
    assert reader.pinned == {"dushanbe"}


def test_our_checks_stay_with_our_case(reader: Reader) -> None:
    reader.paste(JOURNEY)
    assert reader.app.button_group(key="panel").options == ["Evidence", "Trade", "Members"]
    assert "Timeline" not in reader.app.button_group(key="below").options
    reader.choose("place", "astana")
    assert "In the article’s own words" not in reader.words


def test_another_article_opens_in_the_opening_view(reader: Reader) -> None:
    reader.choose("place", "turgusun").choose("energy", ["hydro"]).choose("panel", "Figures")
    reader.paste(JOURNEY)
    assert reader.value("place") is None
    assert reader.value("panel") == "Evidence"
    assert {"astana", "dushanbe"} <= reader.pinned
    assert set(reader.query) == {"article"}


# Where to go


def test_go_to_place_opens_its_evidence_and_moves_the_map(reader: Reader) -> None:
    before = reader.told["seq"]
    reader.choose("place", "turgusun")
    assert reader.place == "Turgusun hydropower station"
    assert reader.told["selected"] == "turgusun"
    assert reader.told["seq"] > before
    assert reader.query == {"place": ["turgusun"]}


def test_go_to_place_lists_every_place_by_name(reader: Reader, atlas: Atlas) -> None:
    names = sorted((item.place.name for item in atlas.evidence), key=str.casefold)
    assert reader.app.selectbox(key="place").options == names


def test_a_click_on_the_map_opens_the_evidence_and_leaves_the_map_alone(reader: Reader) -> None:
    before = reader.told["seq"]
    reader.click_map("zhanatas_wind", 1)
    assert reader.place == "Zhanatas wind farm"
    assert reader.value("place") == "zhanatas_wind"
    assert reader.told["seq"] == before


def test_an_old_click_is_not_heard_twice(reader: Reader) -> None:
    reader.click_map("zhanatas_wind", 1).choose("place", "turgusun")
    reader.click_map("zhanatas_wind", 1)
    assert reader.place == "Turgusun hydropower station"
    reader.click_map("zhanatas_wind", 2)
    assert reader.place == "Zhanatas wind farm"


@pytest.mark.parametrize("place", ["atlantis", "", None, 7, "<script>"])
def test_a_click_on_what_is_no_place_selects_nothing(reader: Reader, place: object) -> None:
    reader.click_map(place, 1)  # type: ignore[arg-type]
    assert reader.value("place") is None
    assert reader.place == ""


def test_a_click_on_a_place_that_has_been_hidden_since_selects_nothing(reader: Reader) -> None:
    reader.choose("energy", [])
    reader.click_map("turgusun", 1)
    assert reader.place == ""


def test_a_name_in_the_text_opens_its_evidence_and_moves_the_map(reader: Reader) -> None:
    before = reader.told["seq"]
    reader.click_name("astana")
    assert reader.place == "Astana"
    assert reader.told["selected"] == "astana"
    assert reader.told["seq"] > before


def test_next_walks_every_place_in_reading_order_and_round(reader: Reader, atlas: Atlas) -> None:
    reader.choose("people", []).choose("ground", [])
    shown = [i for i in atlas.evidence if THEMES[i.place.theme].group not in ("people", "ground")]
    for number, item in enumerate(shown, 1):
        reader.press("Next ►")
        assert reader.place == item.place.name
        assert f"{number} of {len(shown)} · {item.place.name}" in reader.words
    reader.press("Next ►")
    assert reader.place == shown[0].place.name
    reader.press("◄ Prev")
    assert reader.place == shown[-1].place.name


def test_previous_begins_at_the_last_place(reader: Reader, atlas: Atlas) -> None:
    reader.press("◄ Prev")
    assert reader.place == atlas.evidence[-1].place.name


def test_there_is_nowhere_to_step_where_nothing_is_shown(reader: Reader) -> None:
    for group in GROUPS:
        reader.choose(group, [])
    assert reader.pinned == set()
    assert all(button.disabled for button in reader.app.button if button.label.strip("◄► ") in
               {"Prev", "Next"})  # fmt: skip
    assert all(button.disabled for button in reader.app.download_button)


# Layers


@pytest.mark.parametrize("theme", THEMES)
def test_a_layer_that_is_switched_off_takes_its_places_from_the_map(
    reader: Reader, atlas: Atlas, theme: str
) -> None:
    group = THEMES[theme].group
    assert theme in atlas.layers
    reader.app.button_group(key=group).unselect(theme)
    reader.run()
    rest = ids(atlas, lambda item: item.place.theme != theme)
    assert reader.pinned == rest
    assert f"{len(rest)} of {len(atlas.evidence)} places shown" in reader.words
    reader.app.button_group(key=group).select(theme)
    reader.run()
    assert reader.pinned == ids(atlas, lambda item: True)
    assert reader.query == {}


@pytest.mark.parametrize("group", GROUPS)
def test_a_layer_names_itself_and_counts_its_places(
    reader: Reader, atlas: Atlas, group: str
) -> None:
    counts = Counter(item.place.theme for item in atlas.evidence)
    assert reader.app.button_group(key=group).options == [
        f"{theme.label} ({counts[theme.id]})" for theme in THEMES.values() if theme.group == group
    ]


# Filters


@pytest.mark.parametrize("code", ["KZ", "TJ", "CN", "UZ"])
def test_the_country_filter_keeps_its_places(reader: Reader, atlas: Atlas, code: str) -> None:
    reader.choose("country", [code])
    assert reader.pinned == ids(atlas, lambda item: code in item.place.countries)
    assert reader.query == {"country": [code]}


def test_several_countries_are_either_of_them(reader: Reader, atlas: Atlas) -> None:
    reader.choose("country", ["KZ", "TJ"])
    assert reader.pinned == ids(atlas, lambda item: bool({"KZ", "TJ"} & set(item.place.countries)))


@pytest.mark.parametrize("status", view.STATUSES)
def test_the_status_filter_keeps_its_places(reader: Reader, atlas: Atlas, status: str) -> None:
    reader.choose("status", [status])
    wanted = None if status == "none stated" else status
    assert reader.pinned == ids(atlas, lambda item: item.place.status == wanted)
    assert reader.pinned


@pytest.mark.parametrize("precision", view.PRECISIONS)
def test_the_precision_filter_keeps_its_places(
    reader: Reader, atlas: Atlas, precision: str
) -> None:
    reader.choose("precision", [precision])
    assert reader.pinned == ids(atlas, lambda item: item.place.precision == precision)


def test_the_years_keep_the_places_of_their_passages_and_those_without(
    reader: Reader, atlas: Atlas
) -> None:
    reader.app.slider(key="years").set_range(2024, 2024)
    reader.run()
    kept = ids(atlas, lambda item: not item.years or 2024 in item.years)
    assert reader.pinned == kept != ids(atlas, lambda item: True)
    assert reader.query == {"years": ["2024", "2024"]}


def test_the_years_span_those_of_the_text(reader: Reader, atlas: Atlas) -> None:
    years = {year for item in atlas.evidence for year in item.years}
    assert reader.value("years") == (min(years), max(years))


def test_a_filter_that_leaves_no_choice_is_not_shown(reader: Reader, atlas: Atlas) -> None:
    assert reader.has("use") is (len(view.uses_of(atlas)) > 1)
    reader.paste(OTHER)
    assert not reader.has("years")
    assert not reader.has("use")


def test_filters_and_layers_work_together(reader: Reader, atlas: Atlas) -> None:
    reader.choose("country", ["TJ"]).choose("energy", ["thermal"]).choose("precision", ["site"])
    assert reader.pinned == ids(
        atlas,
        lambda item: (
            "TJ" in item.place.countries
            and item.place.precision == "site"
            and (THEMES[item.place.theme].group != "energy" or item.place.theme == "thermal")
        ),
    )


# Switches, reset, leaving


def test_the_members_are_shaded_when_asked_for(reader: Reader) -> None:
    assert "Atlas.members" not in dict(reader.layers)
    reader.choose("members", True)
    assert dict(reader.layers)["Atlas.members"]["features"]
    assert reader.query == {"members": ["true"]}
    reader.choose("members", False)
    assert "Atlas.members" not in dict(reader.layers)


def test_the_members_panel_can_shade_them_too(reader: Reader) -> None:
    reader.choose("panel", "Members").press("Shade them on the map")
    assert reader.value("members") is True
    assert "Atlas.members" in dict(reader.layers)
    assert "Shade them on the map" not in [button.label for button in reader.app.button]


def test_online_tiles_are_off_until_asked_for(reader: Reader) -> None:
    assert reader.told["tiles"] is False
    reader.choose("tiles", True)
    assert reader.told["tiles"] is True
    assert reader.query == {"tiles": ["true"]}


def test_reset_brings_the_opening_view_back(reader: Reader, atlas: Atlas) -> None:
    reader.choose("place", "turgusun").choose("energy", ["hydro"]).choose("country", ["KZ"])
    reader.choose("status", ["operating"]).choose("precision", ["site"]).choose("members", True)
    reader.choose("tiles", True).choose("panel", "Trade").choose("below", "Places")
    reader.choose("partner", "TJ").choose("years", (2010, 2020))
    assert len(reader.query) == 11
    before = reader.told["seq"]
    reader.press("Reset the view")
    assert reader.query == {}
    assert reader.pinned == ids(atlas, lambda item: True)
    assert reader.told == {"selected": "", "seq": before + 1, "tiles": False}
    for key, part in view.parts_of(atlas).items():
        if reader.has(key):
            assert reader.value(key) == part.default, key


def test_reset_keeps_the_article(reader: Reader) -> None:
    reader.paste(JOURNEY).choose("place", "astana").press("Reset the view")
    assert reader.title == "Trains run from Astana to Dushanbe."
    assert set(reader.query) == {"article"}


def test_the_link_can_be_copied(reader: Reader) -> None:
    assert reader.component("atlas.copy").id


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], str]]:
    """What the download buttons would give, by file name."""
    found: dict[str, Callable[[], str]] = {}
    add = MediaFileManager.add_deferred

    def noted(self, data, mimetype, coordinates, file_name=None, **more):
        found[file_name] = data
        return add(self, data, mimetype, coordinates, file_name, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", noted)
    return found


def test_the_downloads_hold_the_places_shown_with_excerpt_and_source(
    files: dict[str, Callable[[], str]], atlas: Atlas
) -> None:
    reader = Reader().choose("country", ["TJ"])
    assert [button.label for button in reader.app.download_button] == ["GeoJSON", "CSV"]
    features = json.loads(files["places.geojson"]())["features"]
    assert {feature["properties"]["id"] for feature in features} == reader.pinned
    rows = list(csv.DictReader(io.StringIO(files["places.csv"]())))
    assert {row["id"] for row in rows} == reader.pinned
    for row in rows:
        item = atlas.of(row["id"])
        assert item is not None
        assert row["excerpt"] == item.passages[0].text
        assert row["source"] == item.place.source


# The side panel


def test_without_a_place_the_panel_shows_trade_and_says_how_to_get_evidence(
    reader: Reader,
) -> None:
    assert any(caption.startswith("Choose a place on the map") for caption in reader.captions)
    for words in ("China–Kazakhstan, 2023", "China–Kazakhstan, US$ bn", "China–Tajikistan, US$ bn"):
        assert words in reader.words
    assert reader.place == ""


def test_the_large_chart_is_not_loaded_before_it_is_asked_for(reader: Reader) -> None:
    assert not reader.app.get("vega_lite_chart")
    assert reader.choose("panel", "Trade").app.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        ("Evidence", "Where the point is from"),
        ("Trade", "China–Kazakhstan, 2023"),
        ("Figures", "Checked against:"),
        ("Members", "Dialogue partners ("),
    ],
)
def test_a_panel_shows_what_its_name_says(reader: Reader, panel: str, words: str) -> None:
    reader.choose("place", "turgusun").choose("panel", panel)
    assert words in reader.words
    assert (reader.place != "") is (panel == "Evidence")
    assert reader.query.get("panel", ["Evidence"]) == [panel]


def test_every_place_has_evidence(atlas: Atlas) -> None:
    reader = Reader()
    for item in atlas.evidence:
        reader.choose("place", item.place.id)
        assert reader.place == item.place.name
        assert item.passages[0].marked in reader.words
        assert f"{item.passages[0].resolution.score:.2f} of 1" in reader.words


@pytest.mark.parametrize("flow", view.FLOWS)
@pytest.mark.parametrize("partner", view.PARTNERS)
def test_the_chart_shows_the_partner_and_flow_chosen(
    reader: Reader, knowledge: Knowledge, partner: str, flow: str
) -> None:
    reader.choose("panel", "Trade").choose("partner", partner).choose("flow", flow)
    known = points(knowledge.trade, partner, flow)
    if not known:
        assert "No trustworthy value of this flow is known to us." in reader.captions
        assert not reader.app.get("vega_lite_chart")
        return
    charted = {(row["year"], row["billion"]) for row in reader.charted()}
    assert charted == {(point.year, point.billion) for point in known}


def test_a_place_turns_the_trade_to_its_country_until_the_reader_chooses(reader: Reader) -> None:
    reader.choose("panel", "Trade").choose("place", "dushanbe")
    assert reader.value("partner") == "TJ"
    reader.choose("partner", "UZ")
    assert reader.value("partner") == "UZ"
    reader.choose("place", "turgusun")
    assert reader.value("partner") == "KZ"


def test_figures_are_filtered_by_their_check_and_counted(
    reader: Reader, knowledge: Knowledge
) -> None:
    reader.choose("panel", "Figures")
    counts = Counter(claim.check for claim in knowledge.claims)
    options = reader.app.button_group(key="check").options
    assert options[0] == f"all ({counts.total()})"
    assert sorted(options[1:]) == sorted(f"{check} ({n})" for check, n in counts.items())
    assert reader.html.count('class="check ') == counts.total()
    for check, number in counts.items():
        reader.choose("check", check)
        assert reader.html.count('class="check ') == number
        assert reader.html.count(f'class="check {check.replace(" ", "-")}"') == number


# Below the map


def test_the_text_is_shown_whole_with_its_places_marked(reader: Reader, atlas: Atlas) -> None:
    paragraphs = atlas.article.paragraphs
    assert reader.prose.split("\n") == [atlas.article.words_of(p) for p in paragraphs]
    marked = {part["place"] for block in reader.blocks for part in block["parts"]
              if not isinstance(part, str)}  # fmt: skip
    assert marked == ids(atlas, lambda item: not item.implied)


def test_the_table_lists_the_places_shown(reader: Reader, atlas: Atlas) -> None:
    reader.choose("below", "Places").choose("country", ["TJ"])
    names = [item.place.name for item in atlas.evidence if "TJ" in item.place.countries]
    assert reader.app.dataframe[0].value["Place"].tolist() == names
    reader.choose("country", ["TJ"]).choose("status", ["none stated"]).choose("precision", ["site"])
    for group in GROUPS:
        reader.choose(group, [])
    assert "No place passes the layers and filters in the sidebar." in reader.captions


def test_a_row_of_the_table_opens_its_place(reader: Reader) -> None:
    reader.choose("below", "Places").choose("country", ["TJ"])
    names = reader.app.dataframe[0].value["Place"].tolist()
    before = reader.told["seq"]
    reader.pick_row(3)
    assert reader.place == names[3]
    assert reader.told["seq"] > before


def test_the_timeline_tells_every_event(reader: Reader, atlas: Atlas) -> None:
    reader.choose("below", "Timeline")
    assert len(reader.blocks) == len(atlas.events)
    for event in atlas.events:
        assert event.what in reader.prose
    reader.click_name("dushanbe")
    assert reader.place == "Dushanbe"


def test_what_is_not_on_the_map_has_its_reason(reader: Reader, atlas: Atlas) -> None:
    reader.choose("below", "Not on the map")
    assert f"{len(atlas.unmapped)} mentions, each with the rule that refused it." in reader.captions
    for passage in atlas.unmapped:
        assert passage.resolution.refusal in reader.words
        assert f"\n{passage.before}\n{passage.marked}\n{passage.after}\n" in reader.words


def test_every_source_is_listed_with_its_licence(reader: Reader, knowledge: Knowledge) -> None:
    reader.choose("below", "Sources")
    for source in knowledge.sources.values():
        assert source.citation in reader.words
        assert source.licence in reader.words


def test_a_long_text_is_read_page_by_page(reader: Reader) -> None:
    reader.paste(LONG)
    pages = -(-200 // reading.PAGE)
    (chooser,) = reader.app.number_input
    assert (chooser.label, chooser.min, chooser.max) == (f"Page of {pages}", 1, pages)
    seen = []
    for number in range(1, pages + 1):
        (chooser,) = reader.app.number_input
        chooser.set_value(number)
        reader.run()
        assert len(reader.blocks) <= reading.PAGE
        seen += reader.prose.split("\n")
    assert seen == LONG.split("\n\n")


def test_a_text_that_fits_has_no_page_chooser(reader: Reader) -> None:
    assert not reader.app.number_input


def test_another_long_text_opens_on_its_first_page(reader: Reader) -> None:
    reader.paste(LONG)
    reader.app.number_input[0].set_value(3)
    reader.run()
    reader.paste(LONG.replace("Day", "Morning"))
    assert reader.prose.startswith("Morning 1:")


def test_a_selected_place_opens_the_page_that_names_it(reader: Reader) -> None:
    reader.paste(LONG + "\n\nThen it reached Almaty.").choose("place", "almaty")
    assert "Then it reached Almaty." in reader.prose


def test_a_name_on_a_page_that_names_it_turns_no_page(reader: Reader) -> None:
    reader.paste(LONG)
    reader.app.number_input[0].set_value(2)
    reader.run()
    reader.click_name("dushanbe")
    assert reader.place == "Dushanbe"
    assert reader.prose.startswith("Day 81:")


def test_the_reader_can_turn_the_page_while_a_place_is_selected(reader: Reader) -> None:
    reader.paste(LONG + "\n\nThen it reached Almaty.").choose("place", "almaty")
    for number in (1, 2):
        reader.app.number_input[0].set_value(number)
        reader.run()
        assert f"Day {80 * number}:" in reader.prose
    reader.choose("place", "dushanbe").choose("place", "almaty")
    assert "Then it reached Almaty." in reader.prose


# The link


def other_values(atlas: Atlas) -> dict[str, list[str]]:
    """A value for each part of the view that is not its default."""
    span = view.years_of(atlas)
    assert span
    wanted: dict[str, list[str]] = {"years": [str(span[0] + 1), str(span[1])]}
    for key, part in view.parts_of(atlas).items():
        if key not in wanted:
            usual = part.default if isinstance(part.default, list) else [str(part.default)]
            if part.switch:
                usual = ["false"]
            free = [value for value in part.allowed if value not in usual]
            if part.many and not free and len(part.allowed) > 1:
                free = [part.allowed[0]]
            if free:
                wanted[key] = [free[0]]
    return wanted


def test_a_link_brings_back_every_part_of_the_view(atlas: Atlas) -> None:
    wanted = other_values(atlas)
    assert len(wanted) >= len(view.parts_of(atlas)) - 1
    reader = Reader(urlencode(wanted, doseq=True))
    assert reader.notices == ""
    assert reader.query == wanted
    for key in wanted:
        if reader.has(key):
            held = reader.value(key)
            flat = held if isinstance(held, list | tuple) else [held]
            assert [str(value) for value in flat] == [
                value.capitalize() if value in ("true", "false") else value for value in wanted[key]
            ]


def test_a_link_to_no_layer_of_a_group_shows_none(atlas: Atlas) -> None:
    reader = Reader("ground=")
    assert reader.value("ground") == []
    assert reader.pinned == ids(atlas, lambda item: THEMES[item.place.theme].group != "ground")
