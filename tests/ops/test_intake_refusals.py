"""Laws of refusal: a file or a database that fails leaves nothing behind."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.errors import IntakeError, SettingsError, SourceError, SourceUnavailable
from tests.ops.intake_files import HEADER, Intake, line


@pytest.fixture
def unsettled(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path)


@pytest.fixture
def intake(unsettled: Intake) -> Intake:
    return unsettled.settled()


@pytest.mark.parametrize("content", [b"", HEADER.encode(), HEADER.encode() + b"\n\n\n"])
def test_a_file_without_lines_is_refused(intake: Intake, content: bytes) -> None:
    path = intake.folder / "empty.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=r"empty\.csv (is empty|has a header but no lines)"):
        intake.take_in(path)


def refused_files(intake: Intake) -> list[Path]:
    good = "\n".join((HEADER, *(line(str(n)) for n in range(40_000)))).encode()
    contents = {
        "binary.csv": b"\x7fELF" + bytes(2_000),
        "mixed.csv": "é".join((good.decode(), "\n")).encode() + "9,1,café,1,2011-01-01,1,1,France".encode("latin-1"),
        "long.csv": good + b"\n" + b"x" * 2_000_000,
        "columns.csv": good.replace(b"UnitPrice", b"Amount"),
    }
    for name, content in contents.items():
        (intake.folder / name).write_bytes(content)
    packed = intake.file(*good.decode().split("\n")[1:], name="cut.csv.gz")
    packed.write_bytes(packed.read_bytes()[:-20])
    return [intake.folder / name for name in (*contents, "cut.csv.gz")]


def test_a_refused_file_leaves_nothing_behind(intake: Intake) -> None:
    intake.lines(line())
    before = intake.state()
    for path in refused_files(intake):
        with pytest.raises(IntakeError, match=path.name):
            intake.take_in(path)
    assert intake.state() == before
    assert intake.lines(line("2"), name="next.csv").loaded == 1


def test_nothing_is_taken_in_before_the_company_s_settings_are_stored(unsettled: Intake) -> None:
    with pytest.raises(SettingsError, match="currency and time zone are not stored yet"):
        unsettled.lines(line())


def test_a_lost_database_is_told_and_leaves_nothing(intake: Intake) -> None:
    path = intake.file(line())
    intake.execute(
        "CREATE FUNCTION sales.drop_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$",
        "CREATE TRIGGER drop_writer AFTER INSERT ON sales.order_lines FOR EACH ROW "
        "EXECUTE FUNCTION sales.drop_writer()",
        "GRANT pg_signal_backend TO dashboard_loader",
    )
    try:
        with pytest.raises(SourceUnavailable, match="never half done"):
            intake.take_in(path)
    finally:
        intake.execute("REVOKE pg_signal_backend FROM dashboard_loader")  # a grant is of the whole cluster
    assert intake.facts() == []
    intake.execute("DROP TRIGGER drop_writer ON sales.order_lines")
    assert intake.take_in(path).loaded == 1


def test_what_the_database_refuses_is_no_lost_database(intake: Intake) -> None:
    """A limit of its own (54000) comes as the driver's OperationalError, too."""
    path = intake.file(line())
    for state in ("54000", "55P03", "42883"):
        intake.execute(
            "CREATE OR REPLACE FUNCTION sales.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION 'too much of it' USING ERRCODE = '{state}'; END $$",
            "CREATE OR REPLACE TRIGGER refuse AFTER INSERT ON sales.order_lines FOR EACH ROW "
            "EXECUTE FUNCTION sales.refuse()",
        )
        with pytest.raises(
            SourceError, match="refused the writing \\(too much of it\\); nothing was written"
        ) as refused:
            intake.take_in(path)
        assert not isinstance(refused.value, SourceUnavailable)
    assert intake.facts() == []


def test_a_lost_connection_is_no_refusal(intake: Intake) -> None:
    path = intake.file(line())
    intake.execute("ALTER ROLE dashboard CONNECTION LIMIT 0")
    intake.engine.dispose()
    try:
        with pytest.raises(SourceUnavailable, match="not reachable"):
            intake.take_in(path)
    finally:
        intake.execute("ALTER ROLE dashboard CONNECTION LIMIT -1")
