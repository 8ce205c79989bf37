"""Which country a name means: English names, codes of two and three letters, and what files of sales write."""

from functools import lru_cache

from babel import Locale

from sales_core.geography.outlines import outlines

_ALSO: dict[str, tuple[str, ...]] = {
    "bosnia": ("BA",),
    "britain": ("GB",),
    "burma": ("MM",),
    "cape verde": ("CV",),
    "channel islands": ("GG", "JE"),
    "congo": ("CG",),
    "czech republic": ("CZ",),
    "democratic republic of the congo": ("CD",),
    "east timor": ("TL",),
    "eire": ("IE",),
    "england": ("GB",),
    "great britain": ("GB",),
    "holland": ("NL",),
    "hong kong": ("HK",),
    "ivory coast": ("CI",),
    "korea": ("KR",),
    "korea, republic of": ("KR",),
    "macau": ("MO",),
    "macedonia": ("MK",),
    "palestine": ("PS",),
    "republic of ireland": ("IE",),
    "republic of korea": ("KR",),
    "rsa": ("ZA",),
    "russian federation": ("RU",),
    "slovak republic": ("SK",),
    "swaziland": ("SZ",),
    "the netherlands": ("NL",),
    "turkey": ("TR",),
    "u.k.": ("GB",),
    "u.s.": ("US",),
    "u.s.a.": ("US",),
    "uae": ("AE",),
    "uk": ("GB",),
    "united states of america": ("US",),
    "usa": ("US",),
    "viet nam": ("VN",),
}
"""Names that neither the locale nor the outlines have, folded, with the codes of the countries meant."""


def codes_of(label: str) -> tuple[str, ...]:
    """The two-letter codes of the drawn countries that a label means; () where it is no country, or not one drawn."""
    return _known().get(_folded(label), ())


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    drawn = [outline for outline in outlines() if outline.code]
    names = Locale("en").territories
    known: dict[str, tuple[str, ...]] = {}
    for outline in drawn:
        said = (outline.code, outline.code3, outline.name, names.get(outline.code, outline.name))
        known |= {_folded(name): (outline.code,) for name in said}
    return known | _ALSO


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("&", "and").replace("’", "'").split())
