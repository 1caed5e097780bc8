"""An article of ours: its text and its metadata lie apart, so that offsets stay stable."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from geo.errors import AtlasError, DataError
from geo.model import Article
from geo.read.document import read_document
from geo.shipped import DATA, REMEDY


@dataclass(frozen=True, slots=True)
class Account:
    """Our account of an article, and what is known of the article it retells.

    `sha256` is that of the original's bytes as they were read.
    """

    article: Article
    original_title: str
    original_released: str
    sha256: str


def load_account(name: str, folder: Path = DATA / "articles") -> Account:
    """Loads `name.txt` with `name.toml`.

    Raises:
        DataError: a file is missing or broken, or the two disagree on the paragraphs.
    """
    path = folder / f"{name}.toml"
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
        article = read_document((folder / f"{name}.txt").read_bytes(), f"{name}.txt")
        retells = {row["number"]: tuple(row["retells"]) for row in about["paragraph"]}
        original = about["original"]
        numbers = {p.number for p in article.paragraphs}
        if numbers != set(retells):
            raise DataError(
                f"{path}: paragraphs {sorted(numbers ^ set(retells))} stand in only one of text "
                f"and metadata. Give each paragraph of {name}.txt its [[paragraph]] entry."
            )
        paragraphs = tuple(
            type(p)(p.number, p.start, p.end, p.role, retells.get(p.number, ()))
            for p in article.paragraphs
        )
        return Account(
            Article(
                about["id"],
                about["title"],
                article.text,
                paragraphs,
                about["date"],
                about["label"],
                about["about"],
            ),
            original["title"],
            original["released"],
            original["sha256"],
        )
    except DataError:
        raise
    except FileNotFoundError as error:
        raise DataError(f"{error.filename} is missing. {REMEDY}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AtlasError) as error:
        raise DataError(f"{path} cannot be read: {error} {REMEDY}") from None
    except KeyError as error:
        raise DataError(f"{path}: the entry {error} is missing. {REMEDY}") from None
