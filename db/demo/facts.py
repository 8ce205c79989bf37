"""What the demo makes as columns of tables: a step's facts and customers, and the quotas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from db.demo import copying
from db.demo.arrays import NONE, Bools, Ints
from db.demo.lines import Lines
from db.demo.orders import STATUSES, Orders
from db.demo.payments import METHODS, Payments
from db.demo.places import CURRENCIES, SOURCE
from db.demo.quotas import Quota
from db.demo.references import Ids
from db.demo.returns import Returned

Columns = Mapping[str, pa.Array]


@dataclass(frozen=True, slots=True)
class Documents:
    """Orders (or credit notes) with their keys in the database: `ids` of the orders, `customers` of who ordered.

    `kind` is the word of sales.orders for it, `prefix` what its numbers begin with.
    """

    orders: Orders
    ids: Ints
    customers: Ints
    prefix: str
    kind: str


def order_columns(documents: Documents, keys: Ids, start: np.datetime64) -> Columns:
    """Columns of sales.orders."""
    orders = documents.orders
    return {
        "customer_id": copying.whole(documents.customers),
        "order_id": copying.whole(documents.ids),
        "source": copying.words(np.zeros_like(documents.ids), [SOURCE]),
        "document_no": copying.numbered(documents.prefix, orders.number, 7),
        "document_kind": copying.words(np.zeros_like(documents.ids), [documents.kind]),
        **_carried(orders, np.arange(len(orders)), keys, start),
    }


def line_columns(documents: Documents, lines: Lines, keys: Ids, start: np.datetime64) -> Columns:
    """Columns of sales.order_lines; kind and duties' like take their defaults where the demo has none."""
    order = lines.order
    return {
        "customer_id": copying.whole(documents.customers[order]),
        "order_id": copying.whole(documents.ids[order]),
        "line_no": copying.whole(lines.line_no),
        **_carried(documents.orders, order, keys, start),
        "product_id": copying.whole(keys.products[lines.product]),
        "promotion_id": copying.whole(keys.of("promotions", lines.promotion)),
        "quantity": copying.whole(lines.quantity),
        "list_price": copying.money(lines.list_price),
        "net_price": copying.money(lines.net_price),
        "order_discount": copying.money(lines.order_discount),
        "tax": copying.money(lines.tax),
        "shipping": copying.money(lines.shipping),
        "duties": copying.money(lines.duties),
        "unit_cost": copying.money(lines.cost, missing=NONE),
    }


def return_columns(documents: Documents, back: Returned, keys: Ids, start: np.datetime64) -> Columns:
    """Columns of sales.returns; `back` lies in the order of the credit notes of `documents`."""
    note = np.repeat(np.arange(len(documents.orders)), documents.orders.lines)
    unknown: Bools = back["known"] == 0
    return {
        "customer_id": copying.whole(documents.customers[note]),
        "order_id": copying.whole(documents.ids[note]),
        "line_no": copying.whole(np.arange(len(note)) - documents.orders.firsts[note] + 1),
        **_carried(documents.orders, note, keys, start),
        "product_id": copying.whole(keys.products[back["product"]]),
        "promotion_id": copying.whole(keys.of("promotions", np.where(unknown, NONE, back["promotion"]))),
        "quantity": copying.whole(back["quantity"]),
        "net_price": copying.money(back["net_price"]),
        "unit_cost": copying.money(back["cost"], missing=NONE),
        "restocked": copying.words(back["restocked"], ("f", "t")),
        "sale_order_id": copying.whole(np.where(unknown, NONE, back["sale"])),
        "sale_line_no": copying.whole(np.where(unknown, NONE, back["sale_line"])),
        "sale_date": copying.days(start, back["sale_day"], unknown),
    }


def payment_columns(documents: Documents, payments: Payments, keys: Ids, start: np.datetime64) -> Columns:
    """Columns of sales.payments."""
    order = payments.order
    return {
        "customer_id": copying.whole(documents.customers[order]),
        "order_id": copying.whole(documents.ids[order]),
        "payment_no": copying.whole(payments.payment_no),
        "paid_at": copying.moments(start, payments.second),
        "territory_id": copying.whole(keys.territories[documents.orders.territory[order]]),
        "amount": copying.money(payments.amount),
        "method": copying.words(payments.method, METHODS),
    }


def customer_columns(ids: Ints, numbers: Ints, names: Sequence[str], segments: Ints, homes: Ints) -> Columns:
    """Columns of sales.customers; `homes` are the territories that their documents lie in, one each."""
    return {
        "customer_id": copying.whole(ids),
        "source": copying.words(np.zeros_like(ids), [SOURCE]),
        "source_key": copying.numbered("C-", numbers, 6),
        "name": pa.array(names, pa.string()),
        "segment_id": copying.whole(segments),
        "territory_ids": pa.array([f"{{{home}}}" for home in homes], pa.string()),
    }


def quota_columns(quotas: Sequence[Quota], homes: Ints, keys: Ids) -> Columns:
    """Columns of sales.quotas; `homes` are the territories of people, by position."""
    people = np.array([quota.person for quota in quotas], np.int64)
    return {
        "person_id": copying.whole(keys.people[people]),
        "territory_id": copying.whole(keys.territories[homes[people]]),
        "starts": pa.array([quota.starts for quota in quotas], pa.date32()),
        "ends": pa.array([quota.ends for quota in quotas], pa.date32()),
        "amount": pa.array([quota.amount for quota in quotas], pa.int64()),
    }


def _carried(orders: Orders, order: Ints, keys: Ids, start: np.datetime64) -> Columns:
    """What a document and each of its facts say alike; `order` is the position of the document of each row."""
    return {
        "ordered_at": copying.moments(start, (orders.day * 86_400 + orders.second)[order]),
        "business_date": copying.days(start, orders.day[order]),
        "territory_id": copying.whole(keys.territories[orders.territory[order]]),
        "channel_id": copying.whole(keys.channels[orders.channel[order]]),
        "person_id": copying.whole(keys.of("people", orders.person)[order]),
        "status": copying.words(orders.status[order], STATUSES),
        "currency": copying.words(orders.currency[order], CURRENCIES),
        "rate": copying.rates(orders.rate[order]),
    }
