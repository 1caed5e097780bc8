"""The curated gazetteer: places checked by hand and every name they go by in the articles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataError
from geo.model import How, Place, Precision, Shown, Source, Status
from geo.shipped import DATA, read_rows
from geo.sources import check_source
from geo.themes import THEMES

PLACE_COLUMNS = (
    "id", "name", "kind", "theme", "countries", "lon", "lat", "precision", "error_km",
    "confidence", "source", "source_note", "shown", "reason", "status", "status_note", "words",
    "note", "scope",
)  # fmt: skip
NAME_COLUMNS = ("place", "name", "how", "near", "prior", "cues", "refusal")


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
        place = _place(row, path)
        check_source(place.source, sources, path, place.id)
        if place.id in places:
            raise DataError(f"{path}, row {place.id!r}: the id stands twice. Rename one of them.")
        places[place.id] = place
    return Gazetteer(places, _names(folder / "names.csv", places))


def _place(row: dict[str, str], path: Path) -> Place:
    try:
        place = Place(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            theme=row["theme"],
            countries=tuple(filter(None, row["countries"].split(";"))),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            precision=Precision(row["precision"]),
            error_km=float(row["error_km"]),
            source=row["source"],
            source_note=row["source_note"],
            shown=Shown(row["shown"]),
            reason=row["reason"],
            status=Status(row["status"]) if row["status"] else None,
            status_note=row["status_note"],
            words=row["words"],
            note=row["note"],
        )
    except ValueError as error:
        raise DataError(f"{path}, row {row['id']!r}: {error}. Correct the cell.") from None
    if place.theme not in THEMES:
        raise DataError(
            f"{path}, row {place.id!r}: theme {place.theme!r} is not one of {', '.join(THEMES)}."
        )
    if not (-180 <= place.lon <= 180 and -90 <= place.lat <= 90):
        raise DataError(
            f"{path}, row {place.id!r}: lon {place.lon}, lat {place.lat} is not on Earth. "
            "Longitude goes from -180 to 180, latitude from -90 to 90."
        )
    if (place.shown is Shown.NOWHERE) != bool(place.reason):
        raise DataError(
            f"{path}, row {place.id!r}: shown is {place.shown.value!r} and the reason is "
            f"{place.reason!r}. A place that is not drawn says why; a drawn one has no reason."
        )
    return place


def _names(path: Path, places: dict[str, Place]) -> dict[str, tuple[Name, ...]]:
    names: dict[str, list[Name]] = defaultdict(list)
    for row in read_rows(path, NAME_COLUMNS):
        if row["place"] and row["place"] not in places:
            raise DataError(
                f"{path}, row {row['name']!r}: place {row['place']!r} is not in places.csv. "
                "Add it there or correct the row."
            )
        if bool(row["place"]) == bool(row["refusal"]):
            raise DataError(
                f"{path}, row {row['name']!r}: give a place or a refusal, one and only one."
            )
        try:
            name = Name(
                text=row["name"],
                place=places.get(row["place"]),
                how=How(row["how"]),
                near=_alternatives(row["near"]),
                prior=float(row["prior"] or 0.5),
                cues=_alternatives(row["cues"]),
                refusal=row["refusal"],
            )
        except ValueError as error:
            raise DataError(f"{path}, row {row['name']!r}: {error}. Correct the cell.") from None
        if not name.text or not 0 <= name.prior <= 1:
            raise DataError(
                f"{path}, row {row['place']!r}: name {name.text!r}, prior {name.prior}. "
                "A name is not empty and a prior lies between 0 and 1."
            )
        names[name.text].append(name)
    return {text: tuple(readings) for text, readings in names.items()}


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
