"""How well the geoparser does: the scorer, the gold set and its pinned floors."""
