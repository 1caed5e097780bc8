"""Figures: trade series, claims of an article with their checks, memberships and dates."""

from geo.figures.claims import Claim, load_claims, stated
from geo.figures.members import Member, load_members
from geo.figures.timeline import Event, load_timeline
from geo.figures.trade import Observation, Point, load_trade, points

__all__ = [
    "Claim",
    "Event",
    "Member",
    "Observation",
    "Point",
    "load_claims",
    "load_members",
    "load_timeline",
    "load_trade",
    "points",
    "stated",
]
