"""Laws of what is told of an import: while it runs, and afterwards."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.errors import IntakeError
from sales_core.intake import Progress, RejectedLine, Stage, import_of, imports, preset_named, rejects, take_in
from tests.ops.intake_files import HEADER, Intake, line


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled()


def test_the_journal_tells_of_an_import_what_its_report_told(intake: Intake) -> None:
    path = intake.file(
        f"{line()},x", f"{line('C1', quantity='-1')},x", f"{line(price='NaN')},x", header=HEADER + ",Note"
    )
    report = intake.take_in(path)
    [known] = imports(intake.engine)
    assert known == import_of(intake.engine, report.import_id)
    assert (known.preset, known.file_name, known.sha256) == ("online_retail", "sales.csv", report.sha256)
    assert (known.read, known.loaded, known.repeated, known.rejected) == (3, 2, 0, 1)
    assert known.by_kind == report.by_kind == (
        ("bad_debt", 0), ("fee", 0), ("adjustment", 0), ("return", 1), ("sale", 1),
    )  # fmt: skip
    assert (known.ignored_columns, known.unconverted, known.imported_by) == (("Note",), 0, "a test")
    assert known.is_there
    assert known.taken_back_by is None


def test_the_newest_import_stands_first_and_only_as_many_as_asked(intake: Intake) -> None:
    for number in range(3):
        intake.lines(line(str(number)), name=f"{number}.csv")
    assert [one.file_name for one in imports(intake.engine, 2)] == ["2.csv", "1.csv"]


def test_every_rejected_line_can_be_had_in_the_order_of_the_file(intake: Intake) -> None:
    report = intake.lines(*(line(str(n), price="x") for n in range(2_500)), line("good"))
    found = list(rejects(intake.engine, report.import_id))
    assert [one.line for one in found] == list(range(2, 2_502))
    assert found[0] == RejectedLine(2, "UnitPrice 'x' is not a number", line("0", price="x"))


def test_an_import_that_is_not_there_is_no_empty_one(intake: Intake) -> None:
    with pytest.raises(IntakeError, match="there is no import 7"):
        import_of(intake.engine, 7)


def test_progress_goes_through_every_stage_and_never_back(intake: Intake) -> None:
    path = intake.file(*(line(str(n)) for n in range(30_000)))
    told: list[Progress] = []
    take_in(intake.engine, path, preset_named("online_retail"), "a test", progress=told.append)
    assert [stage for stage in Stage if stage in {one.stage for one in told}] == list(Stage)
    assert [one.share for one in told] == sorted(one.share for one in told)
    assert (told[-1].stage, told[-1].share, told[-1].lines) == (Stage.DONE, 1.0, 30_000)
    assert len([one for one in told if one.stage == Stage.READING]) > 3


def test_who_listens_can_end_an_import_and_nothing_is_written(intake: Intake) -> None:
    class Enough(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.stage == Stage.WRITING:
            raise Enough

    before = intake.state()
    with pytest.raises(Enough):
        take_in(intake.engine, intake.file(line()), preset_named("online_retail"), "a test", progress=stop)
    assert intake.state() == before
