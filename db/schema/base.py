"""The one metadata of the database, with names for every constraint so that migrations can address them."""

from sqlalchemy import MetaData, Numeric

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
