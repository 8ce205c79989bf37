"""Net sales by day straight from the database, by the catalog's second way of reckoning it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from ops.validate.person import METRIC
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.oracles import TABLES
from sales_core.errors import SourceUnavailable

_TERRITORIES = text("SELECT array_agg(territory_id) FROM sales.territories")
_MAY_READ_ALL = text("SELECT pg_has_role('dashboard_backup', 'MEMBER')")
_READ_ALL = text("SET LOCAL ROLE dashboard_backup")
_ROWS = text("SELECT count(*) FROM sales.order_lines")


def net_sales(url: str, days: Iterable[date]) -> dict[date, Decimal]:
    """Of each day, over all territories. Raises SourceUnavailable: unreachable, or a login that sees no rows."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    asked = text(TABLES + METRICS[METRIC].oracle)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            if connection.execute(_MAY_READ_ALL).scalar_one():
                connection.execute(_READ_ALL)
            if not connection.execute(_ROWS).scalar_one():
                raise SourceUnavailable("VALIDATE_DATABASE_URL sees no order line: its login must read past row scope")
            territories = connection.execute(_TERRITORIES).scalar_one()
            of_day = {"territories": territories}
            return {
                day: connection.execute(asked, of_day | {"first": day, "after": day + timedelta(days=1)}).scalar_one()
                for day in days
            }
    except SQLAlchemyError as error:
        raise SourceUnavailable(f"VALIDATE_DATABASE_URL: {type(error).__name__}") from error
    finally:
        engine.dispose()
