"""Resolutions as plain records, for JSON and tables."""

from __future__ import annotations

from typing import Any

from geo.model import Candidate, Place, Resolution

DEGREE_PLACES = 5  # about one metre, finer than any point of ours


def place_record(place: Place) -> dict[str, Any]:
    """Id, name, kind, country codes joined by ";", longitude and latitude (EPSG:4326)."""
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": ";".join(place.countries),
        "lon": round(place.lon, DEGREE_PLACES),
        "lat": round(place.lat, DEGREE_PLACES),
    }


def candidate_record(candidate: Candidate) -> dict[str, Any]:
    """A candidate's place, its score and the reasons for it."""
    return {
        **place_record(candidate.place),
        "score": candidate.score,
        "reasons": list(candidate.reasons),
    }


def mention_record(resolution: Resolution) -> dict[str, Any]:
    """One mention: offsets in code points, use, place or None, score, reasons, candidates."""
    mention, place = resolution.mention, resolution.place
    reasons = resolution.reasons or ((resolution.refusal,) if resolution.refusal else ())
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "use": mention.use.value,
        "place": place_record(place) if place is not None else None,
        "score": resolution.score,
        "reasons": list(reasons),
        "candidates": [candidate_record(candidate) for candidate in resolution.candidates],
    }
