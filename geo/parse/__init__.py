"""An article becomes resolutions: what each mention of a place was taken to mean."""

from geo.parse.known import resolve_known

__all__ = ["resolve_known"]
