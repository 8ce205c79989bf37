"""Reference data of the small company, chosen for its traps: equal names, missing links, labels that look alike."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Record = dict[str, Any]

CURRENCIES = {"USD": Decimal(1), "GBP": Decimal("1.57"), "EUR": Decimal("1.3333"), "JPY": Decimal("0.01296719")}

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
TEAMS = ("Red", "Blue")

SAME_CUSTOMER, SAME_PRODUCT = "Smith & Co", "Mug"
"""Names that two customers, and two products, share."""


def references() -> dict[str, list[Record]]:
    """Rows of the tables that nothing random is in."""
    return {
        "currencies": [{"currency": c, "name": c} for c in CURRENCIES],
        "territories": [{"territory_id": i, "name": n, "region": r, "country": c} for i, n, r, c in TERRITORIES],
        "channels": [{"channel_id": i, "name": n} for i, n in enumerate(CHANNELS, 1)],
        "segments": [{"segment_id": i, "name": n} for i, n in enumerate(SEGMENTS, 1)],
        "categories": [{"category_id": i, "name": n} for i, n in enumerate(CATEGORIES, 1)],
        "teams": [{"team_id": i, "name": n} for i, n in enumerate(TEAMS, 1)],
        "people": [
            {"person_id": i, "name": f"Person {i}", "team_id": None if i == 5 else 1 + i % 2} for i in range(1, 6)
        ],
    }


def customers(random: Random) -> list[Record]:
    """Thirty customers, two of one name; a fifth have no segment. Guest is there already."""
    names = {1: SAME_CUSTOMER, 2: SAME_CUSTOMER}
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
    names = {1: SAME_PRODUCT, 2: SAME_PRODUCT}
    made = [
        {
            "product_id": i,
            "source": "oracle",
            "source_key": f"{i:03}a",
            "name": names.get(i, f"Product {i:02}"),
            "category_id": random.choice((None, 1, 2, 3, 4)),
        }
        for i in range(1, 24)
    ]
    shared = {"product_id": 24, "source": "elsewhere", "source_key": "003a", "name": "Product 24", "category_id": 2}
    upper = {"product_id": 25, "source": "oracle", "source_key": "004A", "name": "Product 25", "category_id": None}
    return [*made, shared, upper]


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
