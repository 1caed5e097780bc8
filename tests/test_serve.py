"""The server sends Streamlit's own scripts compressed, and only where the browser takes it."""

from __future__ import annotations

import gzip
import http.client
from urllib.parse import urlsplit

import pytest

from geo.serve.front_end import FILES

LARGEST = max(FILES, key=lambda path: FILES[path].stat().st_size)
SHEET = next(path for path in FILES if path.endswith(".css"))


def asked(
    server: str, path: str, accepts: str | None = "gzip, deflate", method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(server).port or 0, timeout=10)
    line.request(method, path, headers={"Accept-Encoding": accepts} if accepts else {})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer, body


@pytest.mark.parametrize("path", [LARGEST, SHEET])
def test_a_file_of_the_front_end_comes_compressed_and_whole(server: str, path: str) -> None:
    for _ in range(2):  # the second answer is the kept one
        answer, body = asked(server, path)
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(body) < FILES[path].stat().st_size / 2
        assert gzip.decompress(body) == FILES[path].read_bytes()


def test_it_may_be_kept_for_as_long_as_streamlit_says(server: str) -> None:
    ours, _ = asked(server, LARGEST)
    streamlits, _ = asked(server, LARGEST, accepts=None)
    assert ours.headers["Cache-Control"] == streamlits.headers["Cache-Control"]
    assert ours.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("path", "kind"), [(LARGEST, "text/javascript"), (SHEET, "text/css")])
def test_the_browser_is_told_what_it_is(server: str, path: str, kind: str) -> None:
    answer, _ = asked(server, path)
    assert answer.headers.get_content_type() == kind


@pytest.mark.parametrize("accepts", [None, "", "identity", "br"])
def test_a_browser_that_does_not_take_gzip_gets_the_file_as_it_is(
    server: str, accepts: str | None
) -> None:
    answer, body = asked(server, LARGEST, accepts)
    assert "Content-Encoding" not in answer.headers
    assert body == FILES[LARGEST].read_bytes()


def test_a_question_for_the_head_alone_gets_no_body(server: str) -> None:
    answer, body = asked(server, LARGEST, method="HEAD")
    assert answer.status == 200
    assert body == b""


@pytest.mark.parametrize(
    "path",
    ["/static/../../../etc/passwd", "/static/%2e%2e/%2e%2e/web/cli.py", "//static/js/x.js",
     "/static/js/../../__init__.py", "/static/js/nothing.js"],
)  # fmt: skip
def test_no_other_file_can_be_had(server: str, path: str) -> None:
    _, body = asked(server, path)
    assert b"root:" not in body
    assert b"import " not in body.split(b"<script")[0]


def test_only_scripts_and_style_sheets_of_streamlit_are_in_the_list() -> None:
    assert len(FILES) > 100
    assert {path.suffix for path in FILES.values()} == {".js", ".css"}
    assert all(path.startswith("/static/") and ".." not in path for path in FILES)
