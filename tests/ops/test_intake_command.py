"""Laws of the command, in processes of their own: its exit codes, two at once, and one that is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from sales_core.company import settle
from sales_core.settings import PROJECT, Settings
from tests.conftest import as_login
from tests.ops.intake_files import GOOD, HEADER, Intake

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def start(owner_url: str) -> Start:
    """Starts the command on the test's database."""

    def run(*words: object, **variables: str) -> "subprocess.Popen[str]":
        environment = {
            **os.environ,
            "DATABASE_URL": as_login(owner_url),
            "COMPANY_CURRENCY": "GBP",
            "BUSINESS_TIME_ZONE": "Europe/London",
            **variables,
        }
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "sales_core.intake", *map(str, words)],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Exit code, output, complaints."""
    output, complaints = process.communicate(timeout=120)
    return process.returncode, output, complaints


def refused(process: "subprocess.Popen[str]", code: int) -> str:
    """The one line by which the command refused."""
    found, output, complaints = ended(process)
    assert (found, output, complaints.count("\n")) == (code, "", 1), complaints
    return complaints.strip()


def many(intake: Intake, lines: int, name: str = "many.csv", first: int = 0) -> Path:
    """A file of invoices of four lines each."""
    return intake.file(
        *(GOOD.replace("536365", str(100_000 + n // 4)).replace(",6,", f",{n % 9 + 1},") for n in range(first, lines)),
        name=name,
    )


def test_a_file_is_taken_in_and_reported(intake: Intake, start: Start) -> None:
    path = intake.file(GOOD, GOOD.replace("2.55", "NaN"), GOOD.replace("85123A", "POST"))
    code, output, complaints = ended(start(path, "--preset", "online_retail", "--as", "mary"))
    assert (code, complaints) == (0, "")
    assert re.fullmatch(
        r"sales\.csv was taken in as import 1\n"
        r"  read                 3\n"
        r"  loaded               2   bad debt 0, fee 1, adjustment 0, return 0, sale 1\n"
        r"  repeated             0\n"
        r"  rejected             1\n"
        r"  \d+\.\d s, [\d,]+ rows a second\n"
        r"  line 3: UnitPrice 'NaN' is not a number\n",
        output,
    ), output
    assert intake.ask("SELECT imported_by, file_name, preset, state FROM app.imports") == [
        ("mary", "sales.csv", "online_retail", "published")
    ]


def test_the_same_file_again_ends_well_and_says_that_nothing_was_done(intake: Intake, start: Start) -> None:
    path = intake.file(GOOD)
    assert ended(start(path, "--preset", "online_retail"))[0] == 0
    code, output, complaints = ended(start(path, "--preset", "online_retail"))
    assert (code, complaints) == (0, "")
    assert output.startswith("sales.csv was taken in before, as import 1; nothing was done\n")


def test_what_can_not_begin_ends_with_two(intake: Intake, start: Start) -> None:
    path = intake.file(GOOD)
    assert "nowhere.csv: No such file or directory" in refused(start("nowhere.csv", "--preset", "online_retail"), 2)
    assert "Is a directory" in refused(start(intake.folder, "--preset", "online_retail"), 2)
    pipe = intake.folder / "pipe.csv"
    os.mkfifo(pipe)
    for endless in (pipe, "/dev/zero"):
        assert "not a regular file" in refused(start(endless, "--preset", "online_retail"), 2)
    assert "did you mean 'online_retail'" in refused(start(path, "--preset", "online_retial"), 2)
    assert "COMPANY_CURRENCY" in refused(start(path, "--preset", "online_retail", COMPANY_CURRENCY="pounds"), 2)


def test_a_refused_file_ends_with_one(intake: Intake, start: Start) -> None:
    pdf = intake.folder / "invoice.pdf"
    pdf.write_bytes(b"%PDF-1.7\n" + bytes(100))
    assert refused(start(pdf, "--preset", "online_retail"), 1).startswith("invoice.pdf is not a CSV but a PDF;")
    lacking = intake.file("1,2", name="lacking.csv", header=HEADER.replace(",Country", ""))
    assert "lacks the column 'Country'" in refused(start(lacking, "--preset", "online_retail"), 1)


def test_a_database_that_is_not_there_ends_with_one(intake: Intake, start: Start) -> None:
    away = "postgresql://dashboard@127.0.0.1:1/none"
    message = refused(start(intake.file(GOOD), "--preset", "online_retail", DATABASE_URL=away), 1)
    assert "the database is not reachable" in message


def test_of_two_that_take_in_one_file_at_once_one_loads_and_one_repeats(intake: Intake, start: Start) -> None:
    path = many(intake, 8_000)
    both = [ended(process) for process in [start(path, "--preset", "online_retail") for _ in range(2)]]
    assert [(code, complaints) for code, _, complaints in both] == [(0, ""), (0, "")]
    first_lines = sorted(output.partition("\n")[0] for _, output, _ in both)
    assert first_lines == [
        "many.csv was taken in as import 1",
        "many.csv was taken in before, as import 1; nothing was done",
    ]
    assert intake.ask("SELECT lines_read, lines_loaded FROM app.imports") == [(8_000, 8_000)]
    assert len(intake.facts()) == 8_000


def test_different_files_at_once_all_load_under_ids_of_their_own(intake: Intake, start: Start) -> None:
    paths = [
        intake.file(
            *(f"{n}{f:03},P{f}-{n},N,1,2011-01-01,1,{f}{n},Land {f}{n % 5}" for n in range(1, 400)), name=f"{f}.csv"
        )
        for f in range(4)
    ]
    ends = [ended(process) for process in [start(path, "--preset", "online_retail") for path in paths]]
    assert [(code, complaints) for code, _, complaints in ends] == [(0, "")] * 4
    assert len(intake.facts()) == 4 * 399
    assert intake.ask("SELECT count(*), max(customer_id) FROM sales.customers WHERE customer_id > 0") == [(1596, 1596)]
    assert intake.ask("SELECT count(*), max(product_id) FROM sales.products") == [(1596, 1596)]
    assert intake.ask("SELECT count(*), max(territory_id) FROM sales.territories") == [(20, 20)]


def test_an_interrupted_import_leaves_nothing_and_says_so_in_one_line(intake: Intake, start: Start) -> None:
    path = many(intake, 60_000)
    interrupted = start(path, "--preset", "online_retail")
    await_doing(intake, interrupted, "COPY pg_temp.intake_lines")
    interrupted.send_signal(signal.SIGINT)
    assert refused(interrupted, 130) == "interrupted; run it again, many.csv is never half taken in"
    assert intake.ask("SELECT FROM app.imports UNION ALL SELECT FROM sales.orders") == []


def await_doing(intake: Intake, process: "subprocess.Popen[str]", doing: str) -> None:
    """Until the command's session is at a statement; looked at by one connection, since some statements are short."""
    deadline = time.monotonic() + 60
    owner = create_engine(intake.owner_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as looking:
        while not looking.execute(text(BUSY.format(doing=doing))).all():
            assert process.poll() is None, ended(process)
            assert time.monotonic() < deadline
    owner.dispose()


BUSY = """
    SELECT query FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'dashboard' AND state = 'active' AND query LIKE '%{doing}%'
"""


@pytest.mark.parametrize("doing", ["COPY pg_temp.intake_lines", "INSERT INTO sales.order_lines"])
def test_an_import_killed_in_the_middle_leaves_nothing_and_the_next_gives_the_same_state(
    intake: Intake, start: Start, doing: str
) -> None:
    path = many(intake, 60_000)
    settle(intake.engine, Settings(company_currency="GBP", business_time_zone="Europe/London"))
    before = intake.state()
    killed = start(path, "--preset", "online_retail")
    await_doing(intake, killed, doing)
    killed.send_signal(signal.SIGKILL)
    assert ended(killed)[0] == -signal.SIGKILL
    code, output, complaints = ended(start(path, "--preset", "online_retail"))
    assert (code, complaints) == (0, "")
    assert "loaded          60,000" in output
    after = intake.state()
    assert after != before
    intake.execute("DELETE FROM sales.orders", "DELETE FROM app.imports", "DELETE FROM sales.territories")
    intake.execute("DELETE FROM sales.customers WHERE customer_id > 0", "DELETE FROM sales.products")
    assert intake.state() == before
    assert ended(start(path, "--preset", "online_retail"))[0] == 0
    assert intake.state() == after


def test_a_question_is_put_in_one_line_and_answered_by_its_option(intake: Intake, start: Start) -> None:
    path = intake.file("1,03/04/2024,A1,1,2.50", header="Order number,Ordered at,Product,Quantity,Unit price")
    asked = refused(start(path, "--preset", "orders"), 1)
    assert asked.endswith("can be 3 April or 4 March; say which: --dates day-first or month-first")
    code, output, complaints = ended(start(path, "--preset", "orders", "--dates", "day-first"))
    assert (code, complaints) == (0, "")
    assert "the day was read first in Ordered at" in output
    assert [fact.day for fact in intake.facts()] == ["2024-04-03"]


def test_an_import_is_taken_back_by_its_number(intake: Intake, start: Start) -> None:
    assert ended(start(intake.file(GOOD), "--preset", "online_retail"))[0] == 0
    code, output, complaints = ended(start("--take-back", "1", "--as", "mary"))
    assert (code, complaints) == (0, "")
    assert output == ("import 1 (sales.csv) was taken back: 1 documents, 1 lines, 0 returned lines, 0 quotas removed\n")
    assert intake.facts() == []
    assert "was taken back before" in refused(start("--take-back", "1"), 1)
    assert "there is no import 9" in refused(start("--take-back", "9"), 1)


def test_a_folder_is_named_as_it_is_and_nothing_at_all_is_no_command(intake: Intake, start: Start) -> None:
    assert "nowhere: No such file or directory" in refused(start("nowhere", "--preset", "adventureworks"), 2)
    assert "folders are taken by adventureworks" in refused(start(intake.folder, "--preset", "orders"), 2)
    assert "lacks 17 tables" in refused(start(intake.folder, "--preset", "adventureworks"), 1)
    assert "name a file and --preset" in refused(start(), 2)
