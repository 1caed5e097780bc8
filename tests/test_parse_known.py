"""Names become mentions, mentions become places: found exactly, decided by the words around."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.evidence import gather
from geo.knowledge import Knowledge
from geo.model import Article, How, Resolution, Role
from geo.parse.known import REACH, SURENESS, fold, resolve_known
from geo.parse.sentences import sentence_around
from geo.read import read_document
from geo.shipped import DATA

Resolve = Callable[[str], tuple[Resolution, ...]]


def table(name: str) -> list[dict[str, str]]:
    with (DATA / "gazetteer" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OF_THE_ARTICLE = [r["id"] for r in table("places.csv") if r["scope"] in {"body", "implied"}]
NAMES = [r for r in table("names.csv") if r["place"] and r["how"] == "name"]
PHRASES = [r for r in table("names.csv") if r["how"] == "phrase"]
IMPLICATIONS = [r for r in table("names.csv") if r["how"] == "implied"]


def _ids(rows: list[dict[str, str]]) -> list[str]:
    return [f"{row['place']}-{row['name']}" for row in rows]


def said(resolutions: tuple[Resolution, ...]) -> list[tuple[str, str | None]]:
    return [(r.mention.text, r.place.id if r.place else None) for r in resolutions]


def places(resolutions: tuple[Resolution, ...]) -> set[str | None]:
    return {place for _, place in said(resolutions)}


# Every name of the gazetteer


@pytest.mark.parametrize("row", NAMES, ids=_ids(NAMES))
def test_every_name_is_found_and_weighed_for_its_place(
    resolve: Resolve, row: dict[str, str]
) -> None:
    text = f"They spoke of {row['name']} again."
    found = [r for r in resolve(text) if r.mention.text == row["name"]]
    assert len(found) == 1
    assert row["place"] in {c.place.id for c in found[0].candidates}


@pytest.mark.parametrize("row", PHRASES, ids=_ids(PHRASES))
def test_a_phrase_is_a_place_only_near_the_name_that_anchors_it(
    resolve: Resolve, row: dict[str, str]
) -> None:
    def offered(text: str) -> set[str]:
        return {
            c.place.id
            for r in resolve(text)
            for c in r.candidates
            if r.mention.how is How.DESCRIBED
        }

    assert row["place"] not in offered(f"They spoke of the {row['name']} again.")
    for word in row["near"].split("|"):
        assert row["place"] in offered(f"Of {word} they spoke. Then of the {row['name']} again.")
        assert row["place"] not in offered(f"Of {word}.\n\nThey spoke of the {row['name']} again.")


@pytest.mark.parametrize("row", IMPLICATIONS, ids=_ids(IMPLICATIONS))
def test_an_implied_place_hangs_on_the_mention_that_implies_it(
    resolve: Resolve, row: dict[str, str]
) -> None:
    word = row["near"].split("|")[0]
    text = f"In {word} they spoke of the {row['name']} again."
    [implied] = [
        r
        for r in resolve(text)
        if r.mention.how is How.IMPLIED and r.place and r.place.id == row["place"]
    ]
    assert implied.mention.text == row["name"]
    assert implied.reasons[0] == f"not named in the text; “{row['name']}” implies it"
    assert row["place"] not in places(resolve(f"They spoke of the {row['name']} again."))


# Where a name begins and ends


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Almaty Almaty-based Almaty’s (Almaty) “Almaty”", 5),
        ("Almatyx subAlmaty Almaty2 Almaty_ ALMATY almaty Almatý", 0),
        ("Almaty", 1),
        ("Almaty\u0301", 1),
    ],
)
def test_a_name_is_found_at_word_boundaries_and_in_its_own_case(
    resolve: Resolve, text: str, mentions: int
) -> None:
    assert [r.mention.text for r in resolve(text)] == ["Almaty"] * mentions


@pytest.mark.parametrize(
    ("text", "mention", "place"),
    [
        ("the Xi'an Land Port Terminal", "Xi'an Land Port Terminal", "xian_terminal"),
        ("the Xi'an Land Port", "Xi'an Land Port", "xian_terminal"),
        ("the Shaanxi University of Chinese Medicine", None, "sntcm"),
        ("the Zhanatas wind farm", "Zhanatas wind farm", "zhanatas_wind"),
        ("the China-Central Asia Summit", "China-Central Asia Summit", "ca_summit"),
        ("the Kazakhstan Center for Chinese Studies", None, "kz_china_studies"),
        ("the Ishim River", "Ishim River", "ishim"),
        ("the SCO Youth Student Spring Camp", None, "spring_camp"),
    ],
)
def test_the_longest_name_wins_and_leaves_no_part_of_itself(
    resolve: Resolve, text: str, mention: str | None, place: str
) -> None:
    assert said(resolve(text)) == [(mention or text.removeprefix("the "), place)]


@pytest.mark.parametrize("quote", "'’‘ʼ′")
def test_quotes_are_folded_and_the_mention_keeps_its_own(resolve: Resolve, quote: str) -> None:
    assert said(resolve(f"In Xi{quote}an they met.")) == [(f"Xi{quote}an", "xian")]


@pytest.mark.parametrize("space", " \u00a0\u202f")
@pytest.mark.parametrize("dash", "-‐‑–")
def test_spaces_and_dashes_are_folded(resolve: Resolve, space: str, dash: str) -> None:
    text = f"The China{dash}Tajikistan{space}Highway"
    assert said(resolve(text)) == [(f"China{dash}Tajikistan{space}Highway", "cn_tj_highway")]


@given(st.text())
def test_folding_never_moves_an_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


WRAPPED = "\n".join(
    [
        "The yard that was seen in the picture of April lies at the Horgos",
        "Railway Port, where the trains of both gauges stand side by side",
        *["and the days go by without a single other thing to be told here"] * 6,
    ]
)


def test_a_name_broken_over_two_lines_of_a_paragraph_is_one_name(resolve: Resolve) -> None:
    assert len(read_document(WRAPPED).paragraphs) == 1
    assert "horgos_city" not in places(resolve(WRAPPED))
    assert "horgos_rail_port" in places(resolve(WRAPPED))


# Which place is meant


@pytest.mark.parametrize(
    ("text", "mention", "place"),
    [
        ("Almaty is a city.", "Almaty", "almaty"),
        ("In Almaty the solar panels shine.", "Almaty", "r_almaty_region"),
        ("Workers clean photovoltaic panels in Almaty.", "Almaty", "r_almaty_region"),
        ("He works at a car dealership in Almaty.", "Almaty", "almaty"),
        ("Vahdat lies on the railway to Yovon.", "Vahdat", "vahdat"),
        ("Vahdat was named.", "Vahdat", "vahdat"),
        ("Hisor has a fortress and a bazaar.", "Hisor", "r_hisor_town"),
        ("The valley of Hisor is wide.", "Hisor", "hisor_valley"),
        ("The Ishim flows through Astana.", "Ishim", "ishim"),
        ("Ishim is a town in Tyumen.", "Ishim", "r_ishim_town"),
        ("The mayor spoke of Lianyungang, a city of Jiangsu.", "Lianyungang", "r_lianyungang_city"),
        ("Tokayev received him at the Presidential Palace.", "Presidential Palace", "akorda"),
        (
            "Rahmon gave a dinner at the Presidential Palace.",
            "Presidential Palace",
            "r_dushanbe_palace",
        ),
        ("The Luban Workshop in Dushanbe is open.", "Luban Workshop", "luban_tj"),
        ("In Kazakhstan a Luban Workshop opened.", "Luban Workshop", "luban_kz"),
        ("The turbines east of Akmola turn at the wind farm.", "wind farm", "akmola_wind"),
        pytest.param(
            "The bus to Vahdat in the Rasht valley was late.", "Vahdat", "r_vahdat_rasht"
        ),
        pytest.param(
            "Horgos in Zhetysu has a dry port near Nurkent.", "Horgos", "r_khorgos_kz"
        ),
        pytest.param(
            "Kapchagay has a 2 MW photovoltaic power plant.", "photovoltaic power plant",
            "r_kapchagay_small"
        ),
        pytest.param(
            "At Ereymentau in Akmola stands a wind farm.", "wind farm", "r_ereymentau_wind"
        ),
        pytest.param(
            "Astana was named Akmola, then renamed.", "Akmola", "astana"
        ),
    ],
)  # fmt: skip
def test_the_words_around_decide_between_rivals(
    resolve: Resolve, text: str, mention: str, place: str
) -> None:
    assert (mention, place) in said(resolve(text))


def test_a_rival_is_never_on_the_map(resolve: Resolve) -> None:
    [region] = [r for r in resolve("The solar panels of Almaty.") if r.mention.text == "Almaty"]
    assert region.place.id == "r_almaty_region"
    assert region.refusal.startswith("another place of this name")


def test_a_cue_in_the_sentence_counts_more_than_one_in_the_paragraph(resolve: Resolve) -> None:
    def score(text: str) -> float:
        return next(
            c.score
            for r in resolve(text)
            for c in r.candidates
            if r.mention.text == "Almaty" and c.place.id == "r_almaty_region"
        )

    far = "Almaty was named. A solar plant was, too. "
    assert score("Almaty has a solar plant. Nothing else.") > score(far) > score("Almaty.")


def test_two_level_readings_stay_open_and_both_are_named(resolve: Resolve) -> None:
    [open_one] = resolve("A Luban Workshop was named.")
    assert open_one.place is None
    assert {c.place.id for c in open_one.candidates} == {"luban_kz", "luban_tj"}
    assert open_one.refusal == (
        "it may be Luban Workshop in Kazakhstan or Luban Workshop in Dushanbe, "
        "and the text does not say which"
    )


def test_an_open_mention_is_not_on_the_map(resolve: Resolve) -> None:
    text = "A Luban Workshop was named."
    assert gather(read_document(text), resolve(text)) == ()


def test_candidates_are_ranked_with_the_chosen_one_first(atlas: Atlas) -> None:
    for resolution in atlas.resolutions:
        scores = [c.score for c in resolution.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert len({c.place.id for c in resolution.candidates}) == len(scores)
        if resolution.place:
            assert resolution.candidates[0].place == resolution.place
            assert resolution.candidates[0].score == resolution.score
            assert resolution.reasons


def test_scores_share_out_what_is_known_and_keep_room_for_a_place_unknown_to_us(
    atlas: Atlas,
) -> None:
    for resolution in atlas.resolutions:
        total = sum(c.score for c in resolution.candidates)
        assert total < SURENESS[resolution.mention.how]


def test_what_is_named_is_surer_than_what_is_described_or_implied(resolve: Resolve) -> None:
    text = "Kazakhstan and China have cross-border railway trunk lines."
    score = {r.mention.how: r.score for r in resolve(text)}
    assert score[How.NAMED] > score[How.DESCRIBED] > score[How.IMPLIED] > 0.5


def test_a_rival_without_a_cue_still_takes_from_the_score(resolve: Resolve) -> None:
    [alone] = resolve("Samarkand was named.")
    [disputed] = resolve("Almaty was named.")
    assert disputed.score < alone.score


@pytest.mark.parametrize("name", ["Shanghai Spirit", "Silk Road", "Shanghai Five", "SCO family"])
def test_a_name_that_is_no_place_is_refused_with_the_reason(resolve: Resolve, name: str) -> None:
    [refused] = resolve(f"They spoke of the {name} again.")
    assert refused.mention.text == name
    assert refused.place is None
    assert refused.refusal


# Trailing links


LINKED = (
    "A look ahead.\n\nIn Astana they met.\n\nSamarkand | Xi'an | Silk Road news\n\nIn Dushanbe."
)


def test_mentions_in_a_trailing_block_of_links_are_refused_for_that_reason(
    resolve: Resolve,
) -> None:
    found = {r.mention.text: r for r in resolve(LINKED)}
    reason = "it stands in a trailing block of links to other stories"
    assert found["Astana"].refusal == ""
    assert {name for name, r in found.items() if r.refusal == reason} >= {
        "Samarkand", "Xi'an", "Dushanbe",
    }  # fmt: skip
    on_map = gather(read_document(LINKED), resolve(LINKED))
    assert [item.place.id for item in on_map] == ["astana"]


def test_our_account_followed_by_teasers_gives_the_same_map(
    account: Article, atlas: Atlas, resolve: Resolve
) -> None:
    text = (
        account.text + "\n\nTurgusun | Honduras | Tiananmen Square\n\nShanghai, and Hefei, Anhui.\n"
    )
    article = read_document(text)
    assert [p.number for p in article.paragraphs if p.role is Role.LINKS] == [41, 42]
    assert [i.place for i in gather(article, resolve(text))] == [i.place for i in atlas.evidence]


# Offsets


def test_every_mention_of_our_account_is_the_text_at_its_offsets(
    account: Article, atlas: Atlas
) -> None:
    assert len(atlas.resolutions) > 150
    for resolution in atlas.resolutions:
        mention = resolution.mention
        assert account.text[mention.start : mention.end] == mention.text != ""
        assert account.paragraph_at(mention.start).number == mention.paragraph
        assert mention.end <= account.paragraph_at(mention.start).end


def test_mentions_come_in_reading_order_and_overlap_only_where_one_implies_another(
    atlas: Atlas,
) -> None:
    end, span = 0, (0, 0)
    for resolution in atlas.resolutions:
        mention = resolution.mention
        if (mention.start, mention.end) == span:
            assert mention.how is How.IMPLIED
        else:
            assert mention.start >= end
        end, span = mention.end, (mention.start, mention.end)


NOISE = st.text(alphabet="ab .,’\n\u00e9\u0301\u202e👩\u200d🚀<${}`\\|", max_size=12)
NAMED = st.sampled_from([row["name"] for row in NAMES + PHRASES])


@given(st.lists(st.tuples(NOISE, NAMED), max_size=12))
def test_offsets_hold_whatever_stands_between_the_names(
    knowledge: Knowledge, pieces: list[tuple[str, str]]
) -> None:
    text = "Text: " + "".join(f"{noise} {name} " for noise, name in pieces)
    article = read_document(text)
    for resolution in resolve_known(article, knowledge.gazetteer):
        mention = resolution.mention
        assert article.text[mention.start : mention.end] == mention.text
        assert article.paragraph_at(mention.start).number == mention.paragraph


# The text alone puts a place on the map


def _without(article: Article, found: list[Resolution]) -> str:
    """The text without the sentences that hold the given mentions."""
    sentences = {
        sentence_around(article.text, article.paragraph_at(r.mention.start), r.mention.start)
        for r in found
    }
    text = article.text
    for start, end in sorted(sentences, reverse=True):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize("place", OF_THE_ARTICLE)
def test_a_marker_goes_when_its_sentences_go(
    account: Article, atlas: Atlas, resolve: Resolve, place: str
) -> None:
    found = [r for r in atlas.resolutions if r.place and r.place.id == place]
    assert found
    text = _without(account, found)
    assert len(text) < len(account.text)
    assert place not in places(resolve(text))


@pytest.mark.parametrize("place", OF_THE_ARTICLE)
def test_a_marker_stays_as_long_as_one_of_its_sentences_stays(
    account: Article, atlas: Atlas, resolve: Resolve, place: str
) -> None:
    found = [r for r in atlas.resolutions if r.place and r.place.id == place]
    for resolution in found:
        paragraph = account.paragraph_at(resolution.mention.start)
        start, end = sentence_around(account.text, paragraph, resolution.mention.start)
        if place in places(resolve(account.text[start:end])):
            return
    # No sentence is enough by itself where the anchor stands in another: the paragraph is.
    whole = {account.paragraph_at(r.mention.start) for r in found}
    assert any(place in places(resolve(account.words_of(paragraph))) for paragraph in whole)


@pytest.mark.parametrize("text", ["Nothing.", "an almaty of the mind", "12 345", "😀"])
def test_a_text_without_a_name_gives_nothing(resolve: Resolve, text: str) -> None:
    assert resolve(text) == ()


# Long texts


def test_mentions_grow_with_the_text_and_nothing_else(account: Article, resolve: Resolve) -> None:
    once = len(resolve(account.text))
    many = "\n\n".join(f"{account.text} Day {n}." for n in range(5))
    assert len(resolve(many)) == 5 * once


def test_a_word_further_off_than_the_reach_has_no_say(resolve: Resolve) -> None:
    def reasons(distance: int) -> str:
        words = "by and by " * (distance // 10)
        [found] = resolve(f"A solar plant. {words}. Almaty was named.")
        return next(c.reasons[-1] for c in found.candidates if c.place.id == "r_almaty_region")

    assert reasons(100) == "the paragraph says “solar”"
    assert reasons(REACH + 100) == "none of its own cue words stands near"


def test_one_endless_paragraph_is_resolved_like_any_other(resolve: Resolve) -> None:
    text = " ".join(f"In Astana on day {n} they met." for n in range(3000))
    assert len(resolve(text)) == 3000
