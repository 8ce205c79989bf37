"""The worker's identities compare two sides of one moment: nothing at all, or facts that are written meanwhile."""

from itertools import count
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from db.moments import one_moment
from sales_core.jobs_checks import IDENTITIES, Identity
from sales_core.jobs_workspace import workspace_for
from sales_core.settings import Settings
from tests.conftest import as_login
from tests.oracle.company import TODAY
from tests.oracle.world import World
from tests.soundness.hand import sold

each = pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.name)


def test_every_identity_holds_of_a_database_that_nothing_was_written_to(owner_url: str) -> None:
    with workspace_for(Settings(database_url=as_login(owner_url))) as workspace:
        found = {identity.name: identity.verify(workspace) for identity in IDENTITIES}
    assert [name for name, finding in found.items() if not finding.holds] == []
    assert found["document_total_of_facts"].words == "$0.00 on pages, as by the facts."


@each
def test_an_identity_holds_though_a_document_is_committed_before_each_of_its_statements(
    identity: Identity, hand: World
) -> None:
    sold(hand, 1, 1, TODAY, "10.00")
    numbers = count(2)

    def meanwhile(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            sold(hand, 2, next(numbers), TODAY, "7.00", territory=2)

    event.listen(hand.engine, "before_cursor_execute", meanwhile)
    finding = identity.verify(hand.workspace())
    assert finding.holds, finding.words
    assert next(numbers) > 2, "nothing was written meanwhile"


def test_one_moment_sees_what_was_committed_before_it_alone_and_writes_nothing(hand: World) -> None:
    sold(hand, 1, 1, TODAY, "10.00")
    many = text("SELECT count(*) FROM sales.orders")
    superuser = create_engine(hand.url)
    with one_moment(superuser) as still:
        sold(hand, 1, 2, TODAY, "10.00")
        for _ in range(2):
            with still.begin() as connection:
                assert connection.execute(many).scalar_one() == 1
        with superuser.begin() as connection:
            assert connection.execute(many).scalar_one() == 2
        with pytest.raises(DBAPIError, match="read-only transaction"), still.begin() as connection:
            connection.execute(text("DELETE FROM sales.orders"))
    with superuser.begin() as connection:
        assert connection.execute(many).scalar_one() == 2
    superuser.dispose()
