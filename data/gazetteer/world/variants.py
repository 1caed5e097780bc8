"""Forms of a name that English news uses and lists leave out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from geo.gazetteer.keys import words

if TYPE_CHECKING:
    from origins import Draft


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that say what an area is and may be left off ("Bihar" for "State of Bihar").
GENERIC = _words("""
    state province region county district department departamento provincia oblast kray krai
    okrug raion rayon rajon municipality prefecture governorate canton republic territory division
    parish borough sheng shi qu xian zizhiqu city town township voivodeship wojewodztwo kraj
    comitat judet judetul zhupa zupanija lan laani fylke maakunta ostan shahrestan muhafazat
    muhafazah wilaya wilayah wilayat estado distrito municipio comarca regierungsbezirk bezirk
    kreis landkreis land freistaat autonomous autonoma autonome autonoom comunidad community
    il ili ken fu do to si gun changwat tinh huyen pradesh zila zilla powiat gmina obcina
    komuna opcina regiao regione reg federal union nome nomos periphery metropolitan amphoe comuna
    partido condado contea hrabstwo grafschaft concello kommune kommun commune commonwealth area
    free hanseatic capital daerah khusus ibukota istimewa propinsi provinsi provinz provincie
    thanh pho faritanin del dos das al ash level administrative unitary
    authority charter of the de du des da do la le el
""")

# What English news adds to the bare name of an area, by the countries whose areas are called so.
_ADMIN1_WORDS = {
    "RU UA KZ KG BY BG UZ": ("Region", "Oblast", "Province"),
    "US IN NG BR MX VE MM SD SS AU DE MY": ("State",),
    "EG IQ SY JO YE OM TN LB KW BH PS": ("Governorate", "Province"),
    "RO HU HR NO EE KE LR SE": ("County",),
    "CO FR PY UY BO HN SV NI GT HT BJ": ("Department", "Province"),
    "JP": ("Prefecture",),
    "CH": ("Canton",),
    "GR": ("Region", "Prefecture"),
    "PL": ("Voivodeship", "Province"),
    "LV": ("District", "Municipality"),
    "BB JM": ("Parish",),
}
_ADMIN2_WORDS = {
    "US GB IE HU HR NO EE LR KE TW SE": ("County",),
    "FR CO PE": ("Department", "Province"),
    "ES IT CL AR DO EC VN PH BE TR NL": ("Province",),
    "CN": ("Prefecture", "City"),
    "ET": ("Zone",),
    "BA MK SI FI BR MX": ("Municipality",),
}
_OTHER_WORDS = {"admin1": ("Province", "Region", "State"), "admin2": ("District", "Province")}
_WORDS_BY_COUNTRY = {
    kind: {code: added for codes, added in table.items() for code in codes.split()}
    for kind, table in (("admin1", _ADMIN1_WORDS), ("admin2", _ADMIN2_WORDS))
}


def is_latin(name: str) -> bool:
    """Whether every letter of a name belongs to the Latin script."""
    return all(
        c.isascii() or not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name
    )


def bare(name: str, kind: str, country: str) -> tuple[str, ...]:
    """The folded words of an area's name without those that say what it is."""
    folded = words(name)
    kept = tuple(word for word in folded if word not in GENERIC)
    return kept or folded


def with_generic(name: str, kind: str, country: str) -> list[str]:
    """ "Bihar" to "Bihar State", "Bihar Province" and so on, as its country calls its areas."""
    if GENERIC & {*words(name)[-1:], *words(name)[:1]}:
        return []
    forms = [f"{name} {word}" for word in _WORDS_BY_COUNTRY[kind].get(country, _OTHER_WORDS[kind])]
    if country in ("IE", "GB"):
        forms.append(f"County {name}")
    return forms


_SHORT = {"Saint": "St.", "Sainte": "Ste.", "Mount": "Mt.", "Fort": "Ft."}
_LONG = {short.rstrip("."): full for full, short in _SHORT.items()}
_FIRST = re.compile(r"(Sainte?|Ste?\.?|Mount|Mt\.?|Fort|Ft\.?)[ -](.+)")
_ARTICLE = re.compile(r"(?:Al|El|Ad|An|Ar|As|Ash|At|Az)[ -](.{5,})")
_ARABIC = _words("AE BH DJ DZ EG ER IQ IR JO KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE EH")
_APOSTROPHE_S = re.compile("['\u2019]s\\b")


def respelled(name: str, country: str) -> list[str]:
    """Spellings of one name.

    St./Saint, Mt./Mount, Ft./Fort, &/and, with and without 's, no "The" or "City of", and in
    Arabic-speaking countries no article and -iya for -īyah.
    """
    forms = []
    if match := _FIRST.fullmatch(name):
        first, rest = match.group(1).rstrip("."), match.group(2)
        forms.append(f"{_SHORT.get(first) or _LONG[first]} {rest}")
    for opening in ("The ", "City of "):
        if name.startswith(opening) and len(name) > len(opening) + 3:
            forms.append(name.removeprefix(opening))
    for one, other in ((" & ", " and "), (" and ", " & ")):
        if one in name and is_latin(name):
            forms.append(name.replace(one, other))
    if _APOSTROPHE_S.search(name):
        forms.append(_APOSTROPHE_S.sub("s", name))
    if country in _ARABIC and is_latin(name):
        plain = match.group(1) if (match := _ARTICLE.fullmatch(name)) else name
        forms.extend({plain, re.sub(r"[īi]yah$", "iya", plain)} - {name})
    return forms


# What a town's name says of where it lies is left off once the town is known enough.
_AT = re.compile(
    r"(.{4,}?)[ -](?:on|upon|under|next|sur|sous|am|an der|im|in)[ -].+", re.IGNORECASE
)
_AT_POPULATION = 10_000
# From how many people on a place is spoken of as "X City" and "Greater X".
_CITY_POPULATION = 50_000
_GREATER_POPULATION = 300_000


def enlarged(draft: Draft) -> list[str]:
    """Longer and shorter names: "Cebu City", "Greater Mumbai", "Clacton" for Clacton-on-Sea."""
    forms = []
    at = _AT.fullmatch(draft.name)
    if at and draft.kind == "city" and draft.population >= _AT_POPULATION:
        forms.append(at.group(1))
    if draft.kind == "city" and "City" not in draft.name:
        if draft.population >= _CITY_POPULATION:
            forms.append(f"{draft.name} City")
        if draft.population >= _GREATER_POPULATION:
            forms.append(f"Greater {draft.name}")
    return forms
