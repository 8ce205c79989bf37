"""Laws of reading a file: what is refused as a whole, what is a line, and what number it has."""

import gzip
import random
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
        ("InvoiceNo,StockCode\n1,2\n".encode("utf-16"), "UTF-16"),
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
        (HEADER.replace("InvoiceDate", "Invoice Date"), "is 'Invoice Date' meant for 'InvoiceDate'?"),
        (HEADER.replace("Quantity,", "").replace("Country", "Land"), "lacks the columns 'Quantity', 'Country'"),
        (HEADER.replace(",", ";"), "fields must be separated by ',', not by ';'"),
        (HEADER.replace("Country", "Quantity"), "has the column 'Quantity' twice"),
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
