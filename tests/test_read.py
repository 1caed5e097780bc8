"""A document of any kind becomes an article whose offsets hold."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError, DocumentError, TooLargeError
from geo.model import Article, Role
from geo.read import decode as decode_module
from geo.read import load_account, original, read_document
from geo.read.decode import MAX_BYTES, decode
from geo.read.links import trailing_links
from geo.read.original import RUN, is_original, load_shingles, runs
from geo.shipped import DATA

RUSSIAN = "Глава государства прибыл в Астану, где начинается саммит. " * 20
CHINESE = "国家主席将于七月二日至六日赴阿斯塔纳出席会议，并进行国事访问。" * 20
GERMAN = "In München, Köln und Düsseldorf wächst der Handel mit Kasachstan, größer als je. " * 20
FRENCH = "L’été à Douchanbé : « le marché vert » n’est jamais fermé, même à Noël. " * 20

STORY = ["A railway is planned.", "It was agreed on in Beijing.", "Trains will run one day."]
"""Three lines without a title, a date or a link."""


# Bytes become text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-32"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (GERMAN, "cp1252"),
    ],
)
def test_text_is_decoded_whatever_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_one_damaged_byte_does_not_make_another_encoding_of_the_whole() -> None:
    text = "Президент прибыл в Душанбе. « Душанбе » – Dushanbe, “the capital”."
    content = text.encode()
    cut = content[:1] + content[2:]  # the first letter has lost its second byte
    assert read_document(cut).text == "\ufffd" + text[1:]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("Astana".encode("utf-8-sig")) == "Astana"
    assert decode("Astana".encode("utf-16")) == "Astana"


def test_a_document_of_another_encoding_is_cut_nowhere_however_long() -> None:
    text = CHINESE * 200
    assert len(text.encode("gb18030")) > decode_module._SAMPLE
    assert decode(text.encode("gb18030")) == text


def test_signs_behind_the_detectors_sample_are_not_lost() -> None:
    text = "Plain words here. " * 12_000 + "café in Zürich"
    assert "\ufffd" not in decode(text.encode("cp1252"))


@pytest.mark.parametrize("content", [b"", b" ", b"\n\n \t\r\n"])
def test_an_empty_document_is_refused_with_its_name_and_a_remedy(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^notes\.txt is empty\. Give a text"):
        decode(content, "notes.txt")


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"\0" * 100,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"stream\0\x01\x02" * 50,
        "no byte-order mark".encode("utf-16-le"),
    ],
    ids=["picture", "zeros", "pdf", "unmarked UTF-16"],
)
def test_a_binary_document_is_refused_with_its_name_and_a_remedy(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^notes\.txt is not plain text: .*Save it as \.txt"):
        decode(content, "notes.txt")


def test_a_document_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(TooLargeError, match=r"book\.txt has 10\.0 MB; at most 10 MB .* Cut it"):
        decode(b"a" * (MAX_BYTES + 1), "book.txt")


def test_five_megabytes_are_read() -> None:
    article = read_document("\n\n".join(f"On day {n} it rained in Astana." for n in range(160_000)))
    assert len(article.text) > 5_000_000
    assert len(article.paragraphs) == 160_000


@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_refusal(content: bytes) -> None:
    with suppress(DocumentError):
        assert read_document(content).paragraphs


# Text becomes paragraphs


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=300))
def test_paragraphs_cover_every_word_in_order_and_never_overlap(text: str) -> None:
    try:
        article = read_document(text)
    except DocumentError:
        assert not text.encode().decode("utf-8-sig").strip()
        return
    end = 0
    for number, paragraph in enumerate(article.paragraphs, 1):
        assert paragraph.number == number
        assert article.text[end : paragraph.start].strip() == ""
        words = article.words_of(paragraph)
        assert words == words.strip() != ""
        assert article.paragraph_at(paragraph.start) == paragraph
        assert article.paragraph_at(paragraph.end - 1) == paragraph
        end = paragraph.end
    assert article.text[end:].strip() == ""


def test_nothing_of_the_text_changes_but_line_ends() -> None:
    text = "\u202bשלום\u202c 👩\u200d🚀 <script>${x}</script> `{{y}}` \\n\r\nsecond\rthird"
    assert read_document(text).text == text.replace("\r\n", "\n").replace("\r", "\n")


def test_offsets_count_code_points_not_bytes_or_utf16_units() -> None:
    article = read_document("👩🏽‍🚀 in Astana")
    assert article.text.index("Astana") == 8 == len("👩🏽‍🚀 in ")
    assert article.paragraphs[0].end == len(article.text)


def test_bytes_and_text_give_the_same_article() -> None:
    assert read_document(FRENCH) == read_document(FRENCH.encode("utf-16"))


def test_an_unpaired_surrogate_becomes_a_question_mark() -> None:
    assert read_document("Astana \ud800 river").text == "Astana ? river"


def test_a_nul_inside_a_text_becomes_the_replacement_sign() -> None:
    assert read_document("Astana\0 river".encode("utf-16")).text == "Astana\ufffd river"


def test_the_id_is_the_texts_and_another_text_has_another() -> None:
    assert read_document("Astana").id == read_document(b"Astana").id
    assert read_document("Astana").id != read_document("Astana.").id


@pytest.mark.parametrize("text", ["\u00a0 \u2003", "\ufeff", "\n\u3000\n"])
def test_a_document_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="Give a text of at least one word"):
        read_document(text)


def test_a_line_without_a_full_stop_at_the_head_is_the_title() -> None:
    article = read_document("# A look ahead\n\nThe visit begins.")
    assert article.title == "A look ahead"
    assert [p.role for p in article.paragraphs] == [Role.TITLE, Role.BODY]


def test_a_text_without_a_title_is_called_by_its_opening_words() -> None:
    text = "The visit begins on a day in July and ends five days later, in Dushanbe."
    article = read_document(text)
    assert article.title == "The visit begins on a day in July and ends five days later, …"
    assert article.paragraphs[0].role is Role.BODY


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Release time:Jul 01, 2024 08:34 AM", "2024-07-01"),
        ("Published: 2024-07-01", "2024-07-01"),
        ("Updated March 3, 2023", "2023-03-03"),
        ("Date 1.7.2024", ""),
    ],
)
def test_a_line_of_release_gives_the_date_where_it_can_be_read(line: str, date: str) -> None:
    article = read_document(f"A look ahead\n\n{line}\n\nThe visit begins.")
    assert article.date == date
    assert [p.role for p in article.paragraphs] == [Role.TITLE, Role.DATE, Role.BODY]


def test_lines_broken_at_a_fixed_width_make_one_paragraph() -> None:
    block = "\n".join(["a line that an editor has broken after some sixty characters"] * 6)
    article = read_document(f"{block}\n\n{block}")
    assert [article.words_of(p) for p in article.paragraphs] == [block, block]


def test_long_lines_are_paragraphs_without_blank_lines_between() -> None:
    line = "One paragraph that fills a line far longer than an editor breaks it. " * 3
    assert len(read_document("\n".join([line] * 8)).paragraphs) == 8


def test_an_offset_between_paragraphs_lies_in_none() -> None:
    article = read_document("One line.\n\n\nAnother line.")
    for offset in (-1, 9, 10, 11, len(article.text), 10**9):
        with pytest.raises(LookupError, match=f"offset {offset} "):
            article.paragraph_at(offset)


# Trailing links


@pytest.mark.parametrize(
    "tail",
    [
        ["Rail | trade | new lines"],
        ["Rail | trade | new lines", "A blurb."],
        ["Rail | trade | new lines", "A blurb.", "More of it."],
        ["Once more, the same story", "Once more, the same story", "A blurb."],
        ["Read more"],
        ["Related articles:", "One story", "Another story"],
        ["See also", "A story", "More from this section", "Another story"],
    ],
)
def test_a_block_of_teasers_begins_at_its_first_title(tail: list[str]) -> None:
    assert trailing_links([*STORY, *tail]) == len(STORY)
    roles = [p.role for p in read_document("\n\n".join([*STORY, *tail])).paragraphs]
    assert roles == [Role.BODY] * len(STORY) + [Role.LINKS] * len(tail)


@pytest.mark.parametrize(
    "lines",
    [
        STORY,
        ["A table | of one | row stands here.", *STORY],
        ["Read more", *STORY],
        [*STORY, "Read more of this in the long report that the ministry has put out since then."],
        [*STORY, "Either a or b | nothing else."],
        [],
    ],
)
def test_a_text_without_a_trailing_block_keeps_every_line(lines: list[str]) -> None:
    assert trailing_links(lines) == len(lines)


# Our account


def test_our_account_has_the_metadata_of_its_file(account: Article) -> None:
    about = tomllib.loads((DATA / "articles" / "sco-2024.toml").read_text(encoding="utf-8"))
    assert (account.id, account.title, account.date, account.label) == (
        "sco-2024",
        about["title"],
        "2024-07-01",
        "our account",
    )
    assert [p.retells for p in account.paragraphs] == [
        tuple(entry["retells"]) for entry in about["paragraph"]
    ]


def _copy(folder: Path) -> Path:
    for name in ("sco-2024.txt", "sco-2024.toml"):
        (folder / name).write_bytes((DATA / "articles" / name).read_bytes())
    return folder


def test_a_copied_account_loads_from_elsewhere(tmp_path: Path) -> None:
    assert load_account("sco-2024", _copy(tmp_path)) == load_account("sco-2024")


@pytest.mark.parametrize("name", ["sco-2024.txt", "sco-2024.toml"])
def test_a_missing_file_of_the_account_is_named_with_a_remedy(tmp_path: Path, name: str) -> None:
    (_copy(tmp_path) / name).unlink()
    with pytest.raises(DataError, match=rf"{name} is missing\. Restore"):
        load_account("sco-2024", tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("sco-2024.toml", "number = 7", "number = 70", r"\[7, 70\] stand in only one"),
        ("sco-2024.toml", "[original]", "[source]", "'original' is missing"),
        ("sco-2024.toml", 'label = "our account"', "", "'label' is missing"),
        ("sco-2024.toml", "sha256", "md5", "'sha256' is missing"),
        ("sco-2024.toml", "retells = [1]", "retells =", "cannot be read"),
        ("sco-2024.txt", "\n\nAn article", " An article", r"\[40\] stand in only one"),
    ],
)
def test_a_broken_account_is_refused_with_file_and_fault(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    path = _copy(tmp_path) / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=rf"(?s)sco-2024\.toml.*{said}"):
        load_account("sco-2024", tmp_path)


def test_a_text_that_is_not_text_is_refused_as_broken_data(tmp_path: Path) -> None:
    (_copy(tmp_path) / "sco-2024.txt").write_bytes(b"\0\1\2")
    with pytest.raises(DataError, match="not plain text"):
        load_account("sco-2024", tmp_path)


# The original, known by its hashes alone


def test_runs_do_not_see_case_quotes_or_punctuation() -> None:
    assert runs("In Xi’an, the first summit: five states were THERE.") == runs(
        "in xi'an the first summit five states were there"
    )


def test_a_text_of_n_words_has_n_minus_seven_runs() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    for count in range(len(words) + 1):
        assert len(runs(" ".join(words[:count]))) == max(0, count - RUN + 1)


LONG_STORY = " ".join(f"word{n}" for n in range(400))


def test_the_same_text_is_the_original() -> None:
    assert is_original(LONG_STORY.upper(), frozenset(runs(LONG_STORY)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word1 word2",
        " ".join(LONG_STORY.split()[:200]),
        LONG_STORY + " " + " ".join(f"other{n}" for n in range(400)),
        " ".join(reversed(LONG_STORY.split())),
    ],
    ids=["nothing", "two words", "a half", "twice as long", "backwards"],
)
def test_another_text_is_not_the_original(text: str) -> None:
    assert not is_original(text, frozenset(runs(LONG_STORY)))


def test_a_copy_with_slips_is_still_the_original() -> None:
    words = LONG_STORY.split()
    for index in range(0, len(words), 40):
        words[index] = "slip"
    assert is_original(" ".join(words), frozenset(runs(LONG_STORY)))


@pytest.mark.parametrize(("copies", "known"), [(2, True), (3, True), (5, False)])
def test_a_text_pasted_a_few_times_is_still_the_original_and_a_volume_is_not(
    copies: int, known: bool
) -> None:
    text = " ".join([LONG_STORY] * copies)
    assert is_original(text, frozenset(runs(LONG_STORY))) is known


def test_a_long_text_is_not_hashed_to_be_told_from_the_original(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hashes = frozenset(runs(LONG_STORY))
    monkeypatch.setattr(original, "sha256", None)
    assert not is_original(" ".join(f"other{n}" for n in range(4000)), hashes)


@pytest.mark.parametrize("content", [None, b"", b"# only a comment\n", b"\xff\xfe\xff"])
def test_missing_or_empty_hashes_are_refused_with_a_remedy(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "x.shingles.txt").write_bytes(content)
    with pytest.raises(DataError, match=r"x\.shingles\.txt .*Restore the file"):
        load_shingles("x", tmp_path)
