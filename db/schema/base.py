"""The one metadata of the database, with names for every constraint so that migrations can address them."""

from sqlalchemy import Column, Computed, MetaData, Numeric, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MONEY = Numeric(18, 6)
"""An amount in one currency; six decimals, never NaN (each column checks it)."""

RATE = Numeric(18, 8)
"""Units of the company's currency for one unit of the order's currency."""

QUANTITY = Numeric(14, 3)
"""Units sold; three decimals so that weights and lengths fit."""


FOLDED_LENGTH = 200
"""Characters that a folded column keeps, so that any text fits into an index."""


def folded(name: str, source: str) -> Column[str]:
    """A stored column: the beginning of another one's text in lower case, ordered by its bytes.

    Under row security a reader's search uses an index by comparisons of such a column alone, `folded >= 'x' AND
    folded < 'y'` or starts_with: lower(), LIKE and trigrams are not leakproof.
    """
    return Column(
        name,
        Text(collation="C"),
        Computed(f"left(lower({source}), {FOLDED_LENGTH})", persisted=True),
        nullable=False,
        comment=f"beginning of {source} in lower case, for search",
    )
