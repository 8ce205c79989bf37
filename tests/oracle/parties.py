"""Reference data of the small company, chosen for its traps: equal names, missing links, labels that look alike."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Record = dict[str, Any]

CURRENCIES = {"USD": Decimal(1), "GBP": Decimal("1.57"), "EUR": Decimal("1.3333"), "JPY": Decimal("0.01296719")}
"""What one of each is about in the company's, the first. One more, CHF, has never had a rate."""

TERRITORIES: tuple[tuple[int, str, str, str | None], ...] = (
    (1, "North", "Isles", "United Kingdom"),
    (2, "South", "Isles", "United Kingdom"),
    (3, "France", "Mainland", "France"),
    (4, "High Seas", "Mainland", None),
    (5, "Zweibrücken", "Élan", "Germany"),
)
CHANNELS = ("Shop", "Online", "Partner | wholesale")
SEGMENTS = ("Retail", "Trade", "Unknown")
"""One segment is really called Unknown; it shares that label with customers who have none."""
CATEGORIES = ("Gifts", "Kitchen", "Garden", "gifts")
SUBCATEGORIES = ((1, "Cards"), (1, "Other"), (2, "Mugs"), (3, "Other"))
"""Category and name; two categories have one that is really called Other."""
BRANDS = ("Acme", "acme", "Other", "Unknown", None, None)
PROMOTIONS = ("Spring", "Other", "Clearance 30 %")
TEAMS = ("Red", "Blue")

SAME_CUSTOMER, SAME_PRODUCT, OTHER = "Smith & Co", "Mug", "Other"
"""Names that two customers, and two products, share; and one that looks like what is left over."""


_ALWAYS = {"starts": date(2010, 1, 1), "ends": date(2013, 1, 1)}


def references() -> dict[str, list[Record]]:
    """Rows of the tables that nothing random is in."""
    return {
        "currencies": [{"currency": c, "name": c} for c in (*CURRENCIES, "CHF")],
        "territories": [{"territory_id": i, "name": n, "region": r, "country": c} for i, n, r, c in TERRITORIES],
        "channels": [{"channel_id": i, "name": n} for i, n in enumerate(CHANNELS, 1)],
        "segments": [{"segment_id": i, "name": n} for i, n in enumerate(SEGMENTS, 1)],
        "categories": [{"category_id": i, "name": n} for i, n in enumerate(CATEGORIES, 1)],
        "subcategories": [
            {"subcategory_id": i, "category_id": c, "name": n} for i, (c, n) in enumerate(SUBCATEGORIES, 1)
        ],
        "promotions": [
            {"promotion_id": i, "name": n, "discount_share": Decimal(i) / 10, **_ALWAYS}
            for i, n in enumerate(PROMOTIONS, 1)
        ],
        "teams": [{"team_id": i, "name": n} for i, n in enumerate(TEAMS, 1)],
        "people": [
            {"person_id": i, "name": f"Person {i}", "team_id": None if i == 5 else 1 + i % 2} for i in range(1, 6)
        ],
    }


def customers(random: Random) -> list[Record]:
    """Thirty customers, two of one name; a fifth have no segment. Guest is there already."""
    names = {1: SAME_CUSTOMER, 2: SAME_CUSTOMER, 6: OTHER, 8: "smith the younger", 9: "SMITHY"}
    return [
        {
            "customer_id": i,
            "source": "oracle",
            "source_key": str(i),
            "name": names.get(i, f"Customer {i:02}"),
            "segment_id": random.choice((None, 1, 1, 2, 3)),
        }
        for i in range(1, 31)
    ]


def products(random: Random) -> list[Record]:
    """Twenty-four products; two of one name, and two sources that use one stock code for different goods."""
    names = {1: SAME_PRODUCT, 2: SAME_PRODUCT, 5: OTHER}
    made = [
        _product(random, i, f"{i:03}a", names.get(i, f"Product {i:02}"), random.choice((None, 1, 2, 3, 4)))
        for i in range(1, 24)
    ]
    shared = _product(random, 24, "003a", "Product 24", 2) | {"source": "elsewhere"}
    return [*made, shared, _product(random, 25, "004A", "Product 25", None)]


def _product(random: Random, number: int, code: str, name: str, category: int | None) -> Record:
    """With a subcategory of its category, where that has any, two times out of three."""
    within = [i for i, (above, _) in enumerate(SUBCATEGORIES, 1) if above == category]
    return {
        "product_id": number,
        "source": "oracle",
        "source_key": code,
        "name": name,
        "category_id": category,
        "subcategory_id": random.choice((None, *within, *within)) if within else None,
        "brand": random.choice(BRANDS),
    }


def quotas(random: Random) -> list[Record]:
    """Quotas of odd lengths and odd amounts, overlapping the edges of months and years, leap day included."""
    made = []
    for person in range(1, 5):
        for territory in random.sample(range(1, 6), 2):
            start = date(2010, 12, 17) + timedelta(days=random.randrange(40))
            while start < date(2012, 4, 1):
                length = random.choice((1, 7, 30, 31, 61, 89, 97))
                amount = random.choice((Decimal(100), Decimal("1000.01"), Decimal("7.000001"), Decimal(0)))
                made.append(
                    {
                        "person_id": person,
                        "territory_id": territory,
                        "starts": start,
                        "ends": start + timedelta(days=length),
                        "amount": amount,
                    }
                )
                start += timedelta(days=length + random.randrange(50))
    return made
