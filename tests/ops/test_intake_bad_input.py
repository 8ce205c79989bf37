"""Laws of bad input: each is refused by name with its rule, in little memory, and nothing is lost or half there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.intake import MEASURED_COMMAND, peak_megabytes
from db import embedded, migrate
from db.engine import make_engine
from sales_core.company import settle
from sales_core.errors import IntakeError, SourceError
from sales_core.intake import PRESETS, imports, preset_named, take_in
from sales_core.settings import PROJECT, Settings
from tests.conftest import SHARED_DATA, as_login
from tests.ops.intake_files import GOOD, HEADER, Intake, line

ORDERS = "Order number,Ordered at,Product,Quantity,Unit price"


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled()


def refusal(intake: Intake, path: Path, preset: str = "online_retail") -> str:
    """The sentence by which it was refused, with nothing written."""
    before = intake.state()
    with pytest.raises(IntakeError) as refused:
        take_in(intake.engine, path, preset_named(preset), "a test")
    assert intake.state() == before
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_file_of_another_preset_is_refused_with_the_one_that_fits(intake: Intake) -> None:
    retail = intake.file(GOOD, name="retail.csv")
    plain = intake.file("1,2024-05-06,A1,1,2.50", name="plain.csv", header=ORDERS)
    assert refusal(intake, retail, "orders") == "retail.csv is a file of the preset 'online_retail', not of 'orders'"
    assert refusal(intake, plain, "online_retail").endswith("; it is a file of the preset 'orders'")
    assert intake.take_in(retail).loaded == 1


def test_a_file_where_a_folder_is_taken_and_the_other_way_are_refused_with_what_fits(intake: Intake) -> None:
    folder = SHARED_DATA / "adventureworks"
    assert refusal(intake, folder, "orders") == (
        "adventureworks is a folder; the preset 'orders' takes a file; folders are taken by adventureworks"
    )
    header = folder / "SalesOrderHeader.csv.gz"
    assert refusal(intake, header, "adventureworks") == (
        "SalesOrderHeader.csv.gz is a file; the preset 'adventureworks' takes a folder with CountryRegion.csv, …"
    )
    assert refusal(intake, header, "orders").endswith(
        "; it is one of the tables of the preset 'adventureworks', which takes their folder"
    )
    assert refusal(intake, intake.folder, "adventureworks").endswith("each is a CSV, such as CountryRegion.csv")


@pytest.mark.parametrize("preset", [name for name, preset in PRESETS.items() if not preset.takes_folder])
def test_ten_thousand_columns_are_refused_with_their_number(intake: Intake, preset: str) -> None:
    header = ",".join((HEADER, ORDERS, *(f"c{n}" for n in range(10_000 - 13))))
    path = intake.file(",".join("1" * 10_000), header=header)
    assert refusal(intake, path, preset) == "sales.csv has 10,000 columns; a file may have up to 500"


CELLS = {
    "one line": ((b"x" * 1_000_000,) * 100, "line 3 is longer than 1,048,576 bytes"),
    "quoted, one line": ((b'"', *(b"x" * 1_000_000,) * 100), "line 3 is longer than 1,048,576 bytes"),
    "quoted lines": (
        (b'"', *(b"x" * 99_999 + b"\n",) * 1_000),
        "the quoted field that begins on line 3 is longer than 1,048,576 characters",
    ),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_of_a_hundred_megabytes_is_refused_by_its_line_in_little_memory(intake: Intake, kind: str) -> None:
    parts, rule = CELLS[kind]
    path = intake.folder / "cell.csv"
    with path.open("wb") as file:
        file.write(f"{HEADER}\n{line()}\n5,A1,".encode())
        file.writelines(parts)
        file.write(b",1,2011-01-01,1,1,France\n")
    assert path.stat().st_size > 100_000_000
    words = ["-c", MEASURED_COMMAND, str(path), "--preset", "online_retail"]
    variables = {"DATABASE_URL": as_login(intake.owner_url)}
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env={**os.environ, **variables}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert rule in done.stderr
    assert peak_megabytes(done.stderr) < 120
    assert not imports(intake.engine)


def test_a_cell_of_short_lines_without_an_end_costs_lines_and_no_memory(intake: Intake) -> None:
    """A quote that isn't closed within a hundred lines is a slip on its own line; what follows stands for itself."""
    report = intake.take_in(intake.file(line(), '5,A1,"' + "x\n" * 5_000 + '",1,2011-01-01,1,1,France', line("9")))
    assert (report.loaded, report.rejected) == (2, 5_001)
    assert "a quoted field is malformed" in intake.rejects()[3]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 120 MB, of which a database takes some 50. Whoever isn't root needs sudo for it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    owned = f"size=120m,mode=755,uid={os.geteuid()}"
    subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", owned, "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run([*as_root, "umount", str(disk)], check=True)


def many(folder: Path, count: int) -> Path:
    """A file of that many lines, some 90 bytes each."""
    path = folder / "many.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        file.writelines(GOOD.replace("536365", str(100_000 + n // 4)) + "\n" for n in range(count))
    return path


def test_a_full_disk_is_told_and_leaves_what_was_there_and_room_again(small_disk: Path, tmp_path: Path) -> None:
    few, too_many = tmp_path / "few.csv", many(tmp_path, 600_000)
    few.write_text(f"{HEADER}\n{line('1')}\n", encoding="utf-8")
    with embedded.postgres(small_disk / "cluster", fsync="off") as url:
        migrate.upgrade(url)
        engine = make_engine(as_login(url))
        settle(engine, Settings(company_currency="GBP", business_time_zone="Europe/London"))
        preset = preset_named("online_retail")
        take_in(engine, few, preset, "a test")
        before = Intake(engine, url, tmp_path).state()
        with pytest.raises(SourceError, match=r"the database has no room left \(.*No space left on device\); nothing"):
            take_in(engine, too_many, preset, "a test")
        assert Intake(engine, url, tmp_path).state() == before
        few.write_text(f"{HEADER}\n{line('2')}\n", encoding="utf-8")
        assert take_in(engine, few, preset, "a test").loaded == 1
        assert shutil.disk_usage(small_disk).free > 10_000_000
        engine.dispose()
