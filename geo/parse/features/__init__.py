"""Each candidate in its context, as some ninety small codes."""

from geo.parse.features.codes import Codes
from geo.parse.features.encode import encode
from geo.parse.features.runs import STREET_WORD

__all__ = ["STREET_WORD", "Codes", "encode"]
