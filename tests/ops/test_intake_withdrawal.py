"""Laws of taking an import back: exactly its facts go, and never from under facts that came later."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.audit import Event, newest
from sales_core.errors import IntakeError, SourceError
from sales_core.intake import import_of, withdraw
from tests.ops.intake_files import FACTS, Intake, line


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled()


NUMBERS = (
    FACTS,
    "SELECT * FROM sales.orders ORDER BY order_id",
    "SELECT customer_id, territory_ids FROM sales.customers WHERE territory_ids <> '{}' ORDER BY 1",
    "SELECT * FROM sales.quotas",
)


def numbers(intake: Intake) -> list[object]:
    return [intake.ask(statement) for statement in NUMBERS]


def test_after_taking_back_the_numbers_are_as_before(intake: Intake) -> None:
    intake.lines(line("1"), line("C2", quantity="-1", customer="7"), name="first.csv")
    before = numbers(intake)
    second = intake.lines(
        line("1"), line("1", quantity="2"), line("3", customer="7", country="France"), line("C4", quantity="-2"),
        name="second.csv",
    )  # fmt: skip
    assert (second.loaded, second.repeated) == (3, 1)
    assert numbers(intake) != before
    gone = withdraw(intake.engine, second.import_id, "mary")
    assert (gone.orders, gone.lines, gone.returns, gone.quotas) == (2, 2, 1, 0)
    assert numbers(intake) == before


def test_taking_back_is_written_down_where_it_can_be_read(intake: Intake) -> None:
    began = datetime.now(UTC)
    report = intake.lines(line(), line("2"))
    assert str(withdraw(intake.engine, report.import_id, "mary")) == (
        "import 1 (sales.csv) was taken back: 2 documents, 2 lines, 0 returned lines, 0 quotas removed"
    )
    known = import_of(intake.engine, report.import_id)
    assert (known.is_there, known.taken_back_by) == (False, "mary")
    assert known.taken_back_at is not None
    assert began <= known.taken_back_at <= datetime.now(UTC)
    assert (known.read, known.loaded) == (2, 2)
    [entry] = newest(intake.engine, 1)
    assert (entry.event, entry.actor) == (Event.IMPORT_TAKEN_BACK, "mary")
    assert entry.detail == {"import_id": 1, "file_name": "sales.csv", "lines": 2}


def test_taking_back_marks_every_day_it_touches(intake: Intake) -> None:
    report = intake.lines(line(moment="2011-01-01"), line("C2", quantity="-1", moment="2011-02-02"))
    marked = "SELECT day FROM rollup.marks GROUP BY day HAVING count(*) {} ORDER BY day"
    once = intake.ask(marked.format(">= 1"))
    intake.execute("DELETE FROM rollup.marks")
    withdraw(intake.engine, report.import_id, "mary")
    assert intake.ask(marked.format(">= 1")) == once
    assert [row.day.isoformat() for row in once] == ["2011-01-01", "2011-02-02"]


def test_a_file_that_was_taken_back_can_be_taken_in_again_under_the_same_names(intake: Intake) -> None:
    path = intake.file(line(), line("C2", quantity="-1"))
    first = intake.take_in(path)
    named = (
        "SELECT customer_id, source_key FROM sales.customers UNION SELECT product_id, source_key FROM sales.products"
    )
    facts, names = intake.facts(), sorted(intake.ask(named))
    withdraw(intake.engine, first.import_id, "mary")
    assert intake.facts() == []
    again = intake.take_in(path)
    assert (again.known, again.loaded, again.import_id) == (False, 2, 2)
    assert (intake.facts(), sorted(intake.ask(named))) == (facts, names)


def test_an_import_is_not_taken_back_twice_and_an_unknown_one_not_at_all(intake: Intake) -> None:
    report = intake.lines(line())
    with pytest.raises(IntakeError, match="there is no import 9"):
        withdraw(intake.engine, 9, "mary")
    withdraw(intake.engine, report.import_id, "mary")
    with pytest.raises(IntakeError, match=r"import 1 \(sales.csv\) was taken back before; nothing was done"):
        withdraw(intake.engine, report.import_id, "john")
    assert import_of(intake.engine, report.import_id).taken_back_by == "mary"


RETURN_OF_IT = """
    UPDATE sales.returns AS r SET sale_order_id = l.order_id, sale_line_no = l.line_no, sale_date = l.business_date
    FROM sales.order_lines AS l WHERE l.customer_id = r.customer_id
"""
PAYMENT = """
    INSERT INTO sales.payments (customer_id, order_id, payment_no, paid_at, territory_id, amount, method)
    SELECT customer_id, order_id, 1, now(), territory_id, 5, 'card' FROM sales.orders
"""


def refused(intake: Intake, import_id: int) -> str:
    before = numbers(intake)
    with pytest.raises(IntakeError) as refusal:
        withdraw(intake.engine, import_id, "mary")
    assert numbers(intake) == before
    assert import_of(intake.engine, import_id).is_there
    return str(refusal.value)


def test_an_import_whose_sales_were_returned_later_stays_until_the_return_is_taken_back(intake: Intake) -> None:
    sold = intake.lines(line("1"), name="sold.csv")
    back = intake.lines(line("C9", quantity="-1"), name="back.csv")
    intake.execute(RETURN_OF_IT)
    assert refused(intake, sold.import_id) == (
        "import 1 can not be taken back: 1 returned lines of import 2 in C9 give back what it sold; "
        "take back import 2 first"
    )
    withdraw(intake.engine, back.import_id, "mary")
    withdraw(intake.engine, sold.import_id, "mary")
    assert intake.facts() == []


def test_an_import_with_returns_of_its_own_sales_goes_whole(intake: Intake) -> None:
    both = intake.lines(line("1"), line("C9", quantity="-1"))
    intake.execute(RETURN_OF_IT)
    gone = withdraw(intake.engine, both.import_id, "mary")
    assert (gone.lines, gone.returns, gone.orders) == (1, 1, 2)


def test_an_import_whose_documents_were_completed_or_repeated_later_stays(intake: Intake) -> None:
    first = intake.lines(line("1"), line("2", price="x"), line("2"), name="first.csv")
    second = intake.lines(line("1"), line("2"), line("2"), name="second.csv")
    assert (second.loaded, second.repeated) == (1, 2)
    assert refused(intake, first.import_id) == (
        "import 1 can not be taken back: 1 lines of import 2 stand in its document 2; "
        "import 2 (second.csv) has 2 of its lines and relies on them; take back import 2 first"
    )
    withdraw(intake.engine, second.import_id, "mary")
    assert withdraw(intake.engine, first.import_id, "mary").lines == 2


def test_an_import_whose_documents_were_paid_stays(intake: Intake) -> None:
    report = intake.lines(*(line(str(n)) for n in range(1, 6)))
    intake.execute(PAYMENT)
    assert refused(intake, report.import_id) == (
        "import 1 can not be taken back: 1 payments are booked on its document 1; 1 payments are booked on its "
        "document 2; 1 payments are booked on its document 3; and 2 more"
    )


def test_a_withdrawal_that_fails_midway_removes_nothing(intake: Intake) -> None:
    report = intake.lines(line("1"), line("C2", quantity="-1"))
    before = numbers(intake)
    intake.execute(
        "CREATE FUNCTION sales.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
        "CREATE TRIGGER refuse BEFORE DELETE ON sales.orders FOR EACH ROW EXECUTE FUNCTION sales.refuse()",
    )
    with pytest.raises(SourceError, match=r"refused the writing \(no\)"):
        withdraw(intake.engine, report.import_id, "mary")
    assert numbers(intake) == before
    assert import_of(intake.engine, report.import_id).is_there
    assert newest(intake.engine, 1) == []
