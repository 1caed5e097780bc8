"""Places we know and the names they go by."""

from geo.gazetteer.curated import Gazetteer, Name, load_gazetteer
from geo.gazetteer.routes import Length, Route, Waypoint, load_routes

__all__ = [
    "Gazetteer",
    "Length",
    "Name",
    "Route",
    "Waypoint",
    "load_gazetteer",
    "load_routes",
]
