"""Texts of megabytes: read whole or refused, in a time that grows with their length alone."""

from __future__ import annotations

import json
import time

import pytest

from geo.atlas import Atlas, make_atlas
from geo.errors import DocumentError, TooLargeError
from geo.knowledge import Knowledge
from geo.page.reading import PAGE, PAGE_CHARS, blocks_of, reading_pages
from geo.read import read_document
from geo.read.decode import MAX_BYTES
from tests.page.reader import Reader

SENTENCE = "On that day of July it rained in Astana. "
FRENCH = "L'été à Douchanbé : le marché vert n'est jamais fermé, même à Noël où il neige. "
FIVE = 5_000_000


def paragraphs(size: int) -> str:
    """Many paragraphs with a place each."""
    return "\n\n".join([SENTENCE.strip()] * (size // (len(SENTENCE) + 1)))


def one_line(size: int) -> str:
    """One line with a place in every sentence."""
    return (SENTENCE * (size // len(SENTENCE) + 1))[:size].strip()


def one_word(size: int) -> str:
    """One word, and a place at its end."""
    return "x" * size + " Astana"


def no_words(size: int) -> str:
    """Signs that patterns may trip over, and a place at their end."""
    return ('."| ' * (size // 4)) + " Astana"


def riddles(size: int) -> str:
    """One line of names whose meaning hangs on words that never come."""
    return "A thermal power plant is older than Almaty. " * (size // 44)


SHAPES = (paragraphs, one_line, one_word, no_words, riddles)


# Read whole


@pytest.fixture(scope="module", params=[paragraphs, one_line])
def big(request: pytest.FixtureRequest, knowledge: Knowledge) -> Atlas:
    """The atlas of five megabytes."""
    return make_atlas(read_document(request.param(FIVE)), knowledge)


def test_every_mention_in_five_megabytes_is_found(big: Atlas) -> None:
    (item,) = big.evidence
    assert item.place.id == "astana"
    assert len(item.passages) == big.article.text.count("Astana") > 110_000
    first, last = item.passages[0], item.passages[-1]
    assert first.text == SENTENCE.strip()
    assert big.article.text[: last.resolution.mention.end].count("Astana") == len(item.passages)


def test_the_pages_of_five_megabytes_are_small_and_hold_it_all(big: Atlas) -> None:
    pages = reading_pages(big.article.paragraphs)
    assert len(pages) > 40
    for page in pages:
        assert 0 < len(page) <= PAGE
        assert sum(piece.end - piece.start for piece in page) <= PAGE_CHARS
    text = "".join(big.article.text[p.start : p.end] for page in pages for p in page)
    assert text == big.article.text.replace("\n\n", "")


@pytest.mark.parametrize("number", [0, 20, -1])
def test_a_page_of_five_megabytes_is_light_and_marks_its_places(big: Atlas, number: int) -> None:
    page = reading_pages(big.article.paragraphs)[number]
    blocks = blocks_of(big, page)
    assert len(json.dumps(blocks)) < 1_000_000
    marked = [part for block in blocks for part in block["parts"] if not isinstance(part, str)]
    text = big.article.text[page[0].start : page[-1].end]
    assert len(marked) == text.count("Astana") > 0


def test_the_page_shows_five_megabytes_page_by_page() -> None:
    reader = Reader().paste(paragraphs(FIVE))
    assert reader.errors == []
    assert reader.pinned == {"astana"}
    (chooser,) = reader.app.number_input
    chooser.set_value(chooser.max)
    reader.run()
    assert len(reader.blocks) <= PAGE
    assert set(reader.prose.split("\n")) == {SENTENCE.strip()}


# Encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_five_megabytes_of_another_encoding_are_read(encoding: str) -> None:
    text = (FRENCH * (FIVE // len(FRENCH)) + "Astana").strip()
    content = text.encode(encoding)[: MAX_BYTES - MAX_BYTES % 2]
    assert len(content) > 4_900_000
    article = read_document(content)
    assert article.text.startswith(FRENCH)
    assert article.text == text[: len(article.text)]
    assert len(article.text) > 4_900_000


def test_a_foreign_sign_at_the_end_of_five_megabytes_is_read() -> None:
    text = "Plain words here. " * (FIVE // 18) + FRENCH * 30
    assert read_document(text.encode("latin-1")).text == text


@pytest.mark.parametrize("part", [b"\0", b"Rain\0 in Astana. "])
def test_five_megabytes_with_nuls_are_refused(part: bytes) -> None:
    with pytest.raises(DocumentError, match="is not plain text"):
        read_document(part * (FIVE // len(part)))


def test_nuls_in_a_marked_encoding_are_replaced_and_harm_nothing(
    knowledge: Knowledge,
) -> None:
    text = "Rain\0 in Astana\0. " * (FIVE // 18)
    marked = read_document(text[: FIVE // 4].encode("utf-16"))
    assert "\0" not in marked.text
    assert "Rain\ufffd in Astana\ufffd." in marked.text
    (item,) = make_atlas(marked, knowledge).evidence
    assert item.place.id == "astana"


def test_lone_surrogates_among_five_megabytes_become_question_marks() -> None:
    article = read_document("Rain \ud83d in Astana \udc00. " * (FIVE // 23))
    assert article.text.startswith("Rain ? in Astana ?.")
    article.text.encode("utf-8")
    assert len(article.text) > 4_000_000


def test_a_lone_surrogate_in_utf_16_is_refused_in_words() -> None:
    content = "\ufeffRain in Astana. ".encode("utf-16-le") + b"\x00\xd8" + "Sun".encode("utf-16-le")
    with pytest.raises(DocumentError, match=r"Save it as \.txt or \.md in UTF-8"):
        read_document(content)


# The limit


def test_a_text_at_the_limit_is_read() -> None:
    assert len(read_document(b"a" * MAX_BYTES).text) == MAX_BYTES == 10_000_000


@pytest.mark.parametrize("kind", [bytes, str])
def test_one_byte_over_the_limit_is_refused_with_a_remedy(kind: type) -> None:
    content = b"a" * (MAX_BYTES + 1)
    with pytest.raises(TooLargeError, match=r"at most 10 MB are read\. Cut it"):
        read_document(content if kind is bytes else content.decode())


def test_the_limit_counts_bytes_not_signs() -> None:
    with pytest.raises(TooLargeError):
        read_document("я" * (MAX_BYTES // 2 + 1))


# Time

SMALL = 25_000  # code points: a square law is seen here already, and fails within seconds
GROWTH = 4
ALLOWED = 2.5  # times linear, for a busy machine; a square law takes four times


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length_not_with_its_square(shape, knowledge: Knowledge) -> None:
    def took(size: int) -> float:
        text = shape(size)
        start = time.process_time()
        atlas = make_atlas(read_document(text), knowledge)
        blocks_of(atlas, reading_pages(atlas.article.paragraphs)[-1])
        return time.process_time() - start

    took(SMALL)  # compiles the patterns
    small, large = (min(took(size) for _ in range(3)) for size in (SMALL, GROWTH * SMALL))
    assert large < ALLOWED * GROWTH * small
