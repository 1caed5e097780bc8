"""Places leave the page as files, each row with its excerpt and its source."""

from geo.export.tables import to_csv, to_geojson

__all__ = ["to_csv", "to_geojson"]
