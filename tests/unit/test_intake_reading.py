"""Laws of reading a file: what is refused as a whole, what is a line, and what number it has."""

import gzip
import os
import random
import re
import socket
import time
from pathlib import Path

import pytest

from db.intake import staging
from sales_core.errors import IntakeError
from sales_core.intake import reading
from sales_core.intake.header import ignored, meanings
from sales_core.intake.online_retail import ONLINE_RETAIL
from sales_core.intake.records import Lines, copy_rows, header, split

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def lines_of(path: Path) -> list[str]:
    return [line for block in reading.blocks(path, reading.fingerprint(path)) for line in block]


def rows_of(*lines: str, width: int = 3) -> list[list[str]]:
    """COPY's columns of records that begin on line 2."""
    return [row.rstrip("\n").split("\t") for row in copy_rows(Lines([list(lines)], first=2), width)]


def written(folder: Path, content: bytes, name: str = "sales.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(IntakeError) as refused:
        lines_of(path)
    message = str(refused.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "an .xls workbook"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (bytes(range(256)) * 40, "NUL byte"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, what: str) -> None:
    for path in (written(tmp_path, content), written(tmp_path, gzip.compress(content), "packed.csv.gz")):
        message = refusal(path)
        assert path.name in message
        assert "not a CSV" in message
        assert what in message


def test_a_cut_gzip_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    noise = random.Random(1)
    packed = gzip.compress("\n".join(f"{noise.random()},{noise.random()}" for _ in range(40_000)).encode())
    for length in (3, 11, 1_000, len(packed) // 2, len(packed) - 9, len(packed) - 1):
        assert "gzip stream is not whole" in refusal(written(tmp_path, packed[:length], "cut.csv.gz"))


def test_a_gzip_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(b"a,b\n1,2\n" * 9_000))
    packed[-6] ^= 1
    assert "is damaged" in refusal(written(tmp_path, bytes(packed), "damaged.csv.gz"))


def test_a_byte_that_is_no_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    content = b"a,b\n1,x\n2,caf\xe9\n"
    assert refusal(written(tmp_path, content)) == (
        "sales.csv is not UTF-8: byte 0xe9 at offset 13, on line 3; save the file as UTF-8"
    )
    message = refusal(written(tmp_path, b"\xef\xbb\xbf" + b"a,b\n" * 200_000 + b"\xff,b\n"))
    assert "byte 0xff at offset 800,003, on line 200001;" in message


def test_a_line_without_an_end_is_no_table(tmp_path: Path) -> None:
    assert "line 2 is longer than 1,048,576 bytes" in refusal(written(tmp_path, b"a,b\n" + b"x" * 3_000_000))


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1,2\n")
    before = reading.fingerprint(path)
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    with pytest.raises(IntakeError, match="changed while it was read"):
        list(reading.blocks(path, before))


def test_blocks_join_to_the_lines_of_the_file_whatever_its_ends(tmp_path: Path) -> None:
    lines = [f"{n},{'é' * (n % 97)}" for n in range(30_000)]
    for end in ("\n", "\r\n"):
        for last in ("", end):
            content = (end.join(lines) + last).encode()
            assert lines_of(written(tmp_path, content)) == lines
            assert lines_of(written(tmp_path, gzip.compress(content), "any name")) == lines


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert lines_of(written(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n")) == ["a,b", "1,2"]


def test_a_quoted_line_end_does_not_move_the_numbers() -> None:
    rows = rows_of("1,a,b", '2,"two', 'lines",c', "4,d,e")
    assert [row[0] for row in rows] == ["2", "3", "5"]
    assert rows[1][3:] == ["2", "two\\nlines", "c"]
    assert rows[1][2] == '2,"two\\nlines",c'


def test_a_quote_that_is_never_closed_costs_its_own_line_only() -> None:
    rows = rows_of("1,a,b", '2,"slip,c', "3,d,e", '4,"sound, quoted",f', "5,g,h")
    assert [row[0] for row in rows] == ["2", "3", "4", "5", "6"]
    assert [row[1] == "\\N" for row in rows] == [True, False, True, True, True]
    assert "a quoted field is malformed" in rows[1][1]
    assert rows[1][2] == '2,"slip,c'
    assert rows[3][3:] == ["4", "sound, quoted", "f"]


def test_a_quote_that_stays_open_for_long_costs_its_own_line_only() -> None:
    rows = rows_of('1,"slip,b', *(f"{n},x,y" for n in range(500)))
    assert len(rows) == 501
    assert [row[0] for row in rows if row[1] != "\\N"] == ["2"]


def test_a_quote_within_a_field_is_a_character() -> None:
    assert rows_of('1,12" RULER,b', "2,c,d") == [
        ["2", "\\N", '1,12" RULER,b', "1", '12" RULER', "b"],
        ["3", "\\N", "\\N", "2", "c", "d"],
    ]


def test_what_copy_would_read_as_a_mark_arrives_as_it_was() -> None:
    assert rows_of("\\N,a\\tb,\\.")[0][3:] == ["\\\\N", "a\\\\tb", "\\\\."]
    assert rows_of("a\tb,c\rd,e")[0][3:] == ["a\\tb", "c\\rd", "e"]


@pytest.mark.parametrize(("line", "fields"), [("1,2", 2), ("1,2,3,4", 4), ('"1,2,3"', 1), ("x", 1)])
def test_a_line_with_another_number_of_fields_is_rejected(line: str, fields: int) -> None:
    assert rows_of("a,b,c", line)[1] == ["3", f"{fields} fields, where the header has 3", line, "\\N", "\\N", "\\N"]


def test_a_line_with_a_nul_byte_is_rejected_and_shown() -> None:
    assert rows_of("1,a\0b,c")[0] == ["2", "a NUL byte stands in the line", "1,a\\\\x00b,c", "\\N", "\\N", "\\N"]


def test_a_broken_line_is_kept_up_to_two_thousand_characters() -> None:
    assert len(rows_of("x" * 5_000)[0][2]) == 2_000


def test_empty_lines_are_passed_over_but_counted_in_the_numbers() -> None:
    assert [row[0] for row in rows_of("1,a,b", "", "", "2,c,d", "")] == ["2", "5"]


def test_the_header_may_be_quoted_and_in_any_order() -> None:
    names = split('"Country","UnitPrice",InvoiceNo,StockCode,Description,Quantity,InvoiceDate,CustomerID,"No, te"')
    found = meanings("sales.csv", names, ONLINE_RETAIL)
    assert found[:3] == ["territory", "price", "document"]
    assert ignored(names, found) == ("No, te",)


@pytest.mark.parametrize(
    ("first_line", "message"),
    [
        (HEADER.replace("UnitPrice", "Price"), "lacks the column 'UnitPrice'; its first line has 'InvoiceNo', "),
        (HEADER.replace("InvoiceDate", "Invoice Dates"), "is 'Invoice Dates' meant for 'InvoiceDate'?"),
        (HEADER.replace("Quantity,", "").replace("Country", "Land"), "lacks the columns 'Quantity', 'Country'"),
        (HEADER.replace(",", "|"), "fields must be separated by ',', ';' or a tab, not by '|'"),
        (HEADER.replace("Country", "Quantity"), "has the column 'Quantity' twice"),
        (HEADER.replace("Country", "quan tity"), "has the column 'Quantity' twice, as 'Quantity' and 'quan tity'"),
    ],
)
def test_a_wrong_header_is_refused_with_what_is_there(first_line: str, message: str) -> None:
    with pytest.raises(IntakeError) as refused:
        meanings("sales.csv", split(first_line), ONLINE_RETAIL)
    assert message in str(refused.value)


@pytest.mark.parametrize("blocks", [[], [[""]], [["", "a,b"]]])
def test_a_file_without_a_first_line_is_empty(blocks: list[list[str]]) -> None:
    with pytest.raises(IntakeError, match=r"sales\.csv is empty"):
        header("sales.csv", Lines(blocks, first=1))


def test_a_header_with_an_open_quote_is_no_csv() -> None:
    with pytest.raises(IntakeError, match="not a CSV: in its first line a quoted field is malformed"):
        header("sales.csv", Lines([['a,"b', "1,2"]], first=1))


def test_rows_are_written_by_their_size_all_of_them_in_order() -> None:
    long = [f"{n}{'x' * 1_000_000}\n" for n in range(5)]
    assert list(staging._blocks(iter(long))) == [*long, ""]
    short = [f"{n}\n" for n in range(100_000)]
    writes = list(staging._blocks(iter(short)))
    assert "".join(writes) == "".join(short)
    assert {len(write) // (1 << 18) for write in writes[:-1]} == {1}
    assert len(writes) == 3


def test_what_is_no_regular_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.csv"))
        for path in (Path("/dev/zero"), pipe):
            assert "not a regular file" in refusal(path)
        assert "cannot be read" in refusal(tmp_path / "socket.csv")
    assert "Is a directory" in refusal(tmp_path)


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(written(tmp_path, b"a,b\n1,2\n"))
    assert lines_of(link) == ["a,b", "1,2"]


def packed(folder: Path, *parts: tuple[bytes, int]) -> Path:
    """A gzip of parts, each a text and how often it stands there."""
    path = folder / "packed.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        for text, times in parts:
            for _ in range(times):
                out.write(text)
    return path


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_empty_lines_without_an_end_are_no_table(tmp_path: Path, end: bytes) -> None:
    path = packed(tmp_path, (b"a,b\n1,2\n", 1), (end * (1 << 20), 400))
    began = time.monotonic()
    assert "more than 262,144 bytes of empty lines follow each other" in refusal(path)
    assert time.monotonic() - began < 5


def test_a_thousand_empty_lines_between_others_are_passed_over(tmp_path: Path) -> None:
    path = packed(tmp_path, *[(b"1,2\n", 1), (b"\n" * 1_000, 1)] * 300)
    assert sum(1 for line in lines_of(path) if line) == 300


def test_a_gzip_that_unpacks_to_far_more_than_a_table_does_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, (b" \n" * (1 << 19), 400))
    assert path.stat().st_size < 4_000_000
    began = time.monotonic()
    assert "unpacks to more than 200 times its size" in refusal(path)
    assert time.monotonic() - began < 20


def test_a_gzip_that_unpacks_to_ten_times_its_size_is_read_whole(tmp_path: Path) -> None:
    lines = "".join(f"{n},a lamp of some name,2011-01-01\n" for n in range(2_000_000)).encode()
    path = packed(tmp_path, (lines, 1))
    assert len(lines) > reading.ROOMY
    assert sum(len(block) for block in reading.blocks(path, reading.fingerprint(path))) == 2_000_000


def test_a_file_has_up_to_five_hundred_columns() -> None:
    assert len(header("sales.csv", Lines([[",".join("abcde" * 100)]], first=1))) == 500
    with pytest.raises(IntakeError) as refused:
        header("sales.csv", Lines([[",".join(["a"] * 1_700)]], first=1))
    assert str(refused.value) == "sales.csv has 1,700 columns; a file may have up to 500"


@pytest.mark.parametrize(
    "first_line",
    [
        "root:$6$salt$secret:19000:0:99999:7:::",
        "root:x:0:0:secret,,,:/root:/bin/sh",
        "TOKEN=secret",
        "1,secret,2",
        "a|secret",
    ],
)
def test_a_refusal_shows_nothing_of_a_file_that_is_no_such_table(first_line: str) -> None:
    with pytest.raises(IntakeError) as refused:
        meanings("shadow", split(first_line), ONLINE_RETAIL)
    message = str(refused.value)
    assert message.endswith("; its first line names none of the columns")
    assert not re.search(r"secret|root|TOKEN|\$6", message)


def test_a_refusal_shows_eighty_characters_of_a_first_line() -> None:
    with pytest.raises(IntakeError) as refused:
        meanings("sales.csv", ["Country", *("x" * 30 for _ in range(200))], ONLINE_RETAIL)
    shown = str(refused.value).partition("its first line has")[2].partition(";")[0]
    assert shown.startswith(" 'Country', 'xxx")
    assert shown.endswith("…")
    assert len(shown) <= 80
