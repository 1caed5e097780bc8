"""The curated gazetteer: places checked by hand and every name they go by in the articles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from geo.model import How, Place, Precision, Shown, Source, Status
from geo.shipped import DATA, blaming, lon_lat, number, one_of, read_rows
from geo.sources import check_source
from geo.themes import THEMES

PLACE_COLUMNS = (
    "id", "name", "kind", "theme", "countries", "lon", "lat", "precision", "error_km",
    "confidence", "source", "source_note", "shown", "reason", "status", "status_note", "words",
    "note", "scope",
)  # fmt: skip
NAME_COLUMNS = ("place", "name", "how", "near", "prior", "cues", "refusal")
USUAL_PRIOR = "0.5"  # of a name whose row gives none: it has no rival to be weighed against


@dataclass(frozen=True, slots=True)
class Name:
    """One way to speak of a place, and when that reading holds.

    `near`: one of these must stand in the same paragraph. `prior` (0..1): how likely this
    reading is before the sentence is read. `cues`: words that speak for it. `refusal`: why
    the name is no place at all (`place` is then None).
    """

    text: str
    place: Place | None
    how: How
    near: tuple[str, ...]
    prior: float
    cues: tuple[str, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by id, and the readings of every name (folded, see `geo.parse.known.fold`)."""

    places: dict[str, Place]
    names: dict[str, tuple[Name, ...]]


def load_gazetteer(sources: dict[str, Source], folder: Path = DATA / "gazetteer") -> Gazetteer:
    """Loads `places.csv` and `names.csv`.

    Raises:
        DataError: a file is missing, or a row breaks its contract (file, row and remedy are
            named).
    """
    path = folder / "places.csv"
    places: dict[str, Place] = {}
    for row in read_rows(path, PLACE_COLUMNS):
        with blaming(path, row["id"]):
            place = _place(row)
            check_source(place.source, sources, path, place.id)
            if place.id in places:
                raise ValueError("the id stands twice")
        places[place.id] = place
    return Gazetteer(places, _names(folder / "names.csv", places))


def _place(row: dict[str, str]) -> Place:
    lon, lat = lon_lat(row)
    place = Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        theme=one_of(row["theme"], THEMES, "theme"),
        countries=tuple(filter(None, row["countries"].split(";"))),
        lon=lon,
        lat=lat,
        precision=Precision(row["precision"]),
        error_km=number(row["error_km"], 0, 20_000, "error_km"),
        source=row["source"],
        source_note=row["source_note"],
        shown=Shown(row["shown"]),
        reason=row["reason"],
        status=Status(row["status"]) if row["status"] else None,
        status_note=row["status_note"],
        words=row["words"],
        note=row["note"],
    )
    if (place.shown is Shown.NOWHERE) != bool(place.reason):
        raise ValueError(
            f"shown is {place.shown.value!r} and the reason is {place.reason!r}: a place that is "
            "not drawn says why, a drawn one has no reason"
        )
    return place


def _names(path: Path, places: dict[str, Place]) -> dict[str, tuple[Name, ...]]:
    names: dict[str, list[Name]] = defaultdict(list)
    for row in read_rows(path, NAME_COLUMNS):
        with blaming(path, f"{row['place']} {row['name']}"):
            name = _name(row, places)
        names[name.text].append(name)
    return {text: tuple(readings) for text, readings in names.items()}


def _name(row: dict[str, str], places: dict[str, Place]) -> Name:
    if row["place"] and row["place"] not in places:
        raise ValueError(f"place {row['place']!r} is not in places.csv")
    if bool(row["place"]) == bool(row["refusal"]):
        raise ValueError("give a place or a refusal, one and only one")
    if not row["name"]:
        raise ValueError("a name must not be empty")
    return Name(
        text=row["name"],
        place=places.get(row["place"]),
        how=How(row["how"]),
        near=_alternatives(row["near"]),
        prior=number(row["prior"] or USUAL_PRIOR, 0, 1, "prior"),
        cues=_alternatives(row["cues"]),
        refusal=row["refusal"],
    )


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
