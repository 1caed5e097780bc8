"""Text becomes HTML that shows exactly that text and runs nothing."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.markup import escape, excerpt, tag

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)//",
    "${alert(1)}",
    "{{ 7 * 7 }}",
    "{% raw %}{% endraw %}",
    "`${alert(1)}`",
    "\\u003cscript\\u003e",
    "\\123 \\n \\",
    "\"onmouseover='alert(1)'",
    "javascript:alert(1)",
    "<img src=x onerror=alert(1)>",
    "<!-- -->",
    "]]>",
    "&lt;b&gt; &amp;amp; &#36; &copy",
    "\u202eright to left\u202c \u200f",
    "👩🏽\u200d🚀 🇰🇿 e\u0301",
    "line\none\r\ntwo\u2028three",
    "",
]
RAW = set("<>\"'`${}\\")
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot);")


class Shown(HTMLParser):
    """What a browser would show, and the tags it would see."""

    def __init__(self, written: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes = "", [], {}
        self.feed(written)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


@pytest.mark.parametrize("char", [chr(code) for code in range(128)], ids=range(128))
def test_every_ascii_sign_is_shown_as_itself(char: str) -> None:
    assert html.unescape(escape(char)) == char
    assert (escape(char) == char) is (char not in RAW | {"&"})


@pytest.mark.parametrize("char", sorted(RAW))
def test_no_sign_with_a_meaning_elsewhere_is_left_raw(char: str) -> None:
    assert ENTITY.fullmatch(escape(char))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_nothing_else(text: str) -> None:
    shown = Shown(f"<p>{escape(text)}</p>")
    assert shown.tags == ["p"]
    assert shown.text == text
    assert not RAW & set(escape(text))


@given(st.text())
def test_escaping_loses_nothing_and_leaves_nothing_raw(text: str) -> None:
    written = escape(text)
    assert html.unescape(written) == text
    assert not RAW & set(written)
    assert "&" not in ENTITY.sub("", written)


@given(st.text())
def test_escaping_goes_sign_by_sign(text: str) -> None:
    assert escape(text) == "".join(escape(char) for char in text)


@pytest.mark.parametrize("value", [41, 1.5, None, True])
def test_what_is_no_text_is_written_as_python_writes_it(value: object) -> None:
    assert escape(value) == str(value)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_attribute_stays_inside_its_quotes(text: str) -> None:
    shown = Shown(tag("span", "x", title=text, cls="name", data_place=text))
    wanted = {"class": "name"} | ({"title": text, "data-place": text} if text else {})
    assert shown.tags == ["span"]
    assert shown.text == "x"
    assert shown.attributes == wanted


def test_an_empty_attribute_is_left_out() -> None:
    assert tag("b", "x", cls="", title="") == "<b>x</b>"


def test_content_is_finished_html_and_stays_as_it_is() -> None:
    assert tag("p", tag("b", escape("<")), "!") == "<p><b>&lt;</b>!</p>"


@pytest.mark.parametrize("text", HOSTILE)
def test_an_excerpt_marks_its_mention_and_nothing_else(text: str) -> None:
    written = excerpt(text, text, text)
    shown = Shown(written)
    assert shown.tags == ["blockquote", "mark"]
    assert shown.text == text * 3
    assert written.count("<mark>") == written.count("</mark>") == 1
