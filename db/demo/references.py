"""Rows that the demo's facts refer to. What is there by the same name is taken as it is and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Column, Connection, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from db.demo import copying
from db.demo.arrays import NONE, Ints
from db.demo.company import Company
from db.demo.places import BRANDS, CATEGORIES, CHANNELS, SEGMENTS, SOURCE, SUBCATEGORIES, TEAMS, TERRITORIES
from db.schema import parties, reference


@dataclass(frozen=True, slots=True)
class Ids:
    """Keys in the database by position in the company; position NONE stays NONE."""

    territories: Ints
    channels: Ints
    segments: Ints
    people: Ints
    products: Ints
    promotions: Ints

    def of(self, kind: str, positions: Ints) -> Ints:
        """The keys of some positions of one kind, like 'people'."""
        keys: Ints = getattr(self, kind)
        return np.where(positions == NONE, NONE, keys[positions])


def write_references(connection: Connection, company: Company) -> Ids:
    """Everything but customers, who come with their first order."""
    teams = _named(connection, _only_names(TEAMS), parties.teams)
    categories = _named(connection, _only_names([c.name for c in CATEGORIES]), parties.categories)
    places = [{"name": t.name, "region": t.region, "country": t.country} for t in TERRITORIES]
    sellers = [
        {"name": name, "team_id": int(teams[team])}
        for name, team in zip(company.people.names, company.people.team, strict=True)
    ]
    offers = company.promotions
    promotions = [
        {"name": name, "discount_share": round(float(share), 6), "starts": starts, "ends": ends}
        for name, share, (starts, ends) in zip(offers.names, offers.discounts, offers.periods, strict=True)
    ]
    return Ids(
        _named(connection, places, reference.territories),
        _named(connection, _only_names(CHANNELS), reference.channels),
        _named(connection, _only_names(SEGMENTS), reference.segments),
        _named(connection, sellers, parties.people),
        _write_products(connection, company, categories),
        _named(connection, promotions, reference.promotions),
    )


def _only_names(names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows that have nothing but a name."""
    return [{"name": name} for name in names]


def next_key(connection: Connection, key: Column[Any]) -> int:
    """The first key above all that are there, at least 1."""
    return int(connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()) + 1


def _named(connection: Connection, rows: Sequence[Mapping[str, Any]], table: Table) -> Ints:
    """The key of each row by its name; rows whose name is missing are added."""
    key = next(iter(table.primary_key.columns))
    known = {str(row.name): int(row.key) for row in connection.execute(select(table.c.name, key.label("key")))}
    missing = [row for row in rows if row["name"] not in known]
    first = next_key(connection, key)
    added = [{**row, key.name: first + i} for i, row in enumerate(missing)]
    if added:
        connection.execute(insert(table), added)
    known |= {row["name"]: row[key.name] for row in added}
    return np.array([known[row["name"]] for row in rows], np.int64)


def _subcategories(connection: Connection, categories: Ints) -> Ints:
    """The key of each subcategory by its name within its category; missing ones are added."""
    table = parties.subcategories
    asked = select(table.c.category_id, table.c.name, table.c.subcategory_id)
    known = {(int(row.category_id), str(row.name)): int(row.subcategory_id) for row in connection.execute(asked)}
    wanted = [(int(categories[category]), name) for category, name in SUBCATEGORIES]
    first = next_key(connection, table.c.subcategory_id)
    added = {pair: first + i for i, pair in enumerate(pair for pair in wanted if pair not in known)}
    if added:
        connection.execute(
            insert(table),
            [{"subcategory_id": key, "category_id": of, "name": name} for (of, name), key in added.items()],
        )
    return np.array([(known | added)[pair] for pair in wanted], np.int64)


def _write_products(connection: Connection, company: Company, categories: Ints) -> Ints:
    goods = company.products
    subcategories = _subcategories(connection, categories)
    ids = next_key(connection, parties.products.c.product_id) + np.arange(len(goods.names))
    columns = {
        "product_id": copying.whole(ids),
        "source": copying.words(np.zeros_like(ids), [SOURCE]),
        "source_key": copying.numbered("P-", np.arange(1, len(ids) + 1), 5),
        "name": copying.words(np.arange(len(ids)), goods.names),
        "category_id": copying.whole(categories[goods.category]),
        "subcategory_id": copying.whole(subcategories[goods.subcategory]),
        "brand": copying.words(goods.brand, BRANDS),
    }
    copying.copy_rows(connection, "sales.products", columns)
    return ids
