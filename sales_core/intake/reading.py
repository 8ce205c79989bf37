"""From a file's bytes to its lines: plain or gzip, in blocks, so that any size fits in little memory."""

import codecs
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from sales_core.errors import IntakeError
from sales_core.intake import encodings
from sales_core.intake.answers import Encoding
from sales_core.intake.encodings import Readable
from sales_core.intake.opening import regular
from sales_core.intake.progress import UNTOLD, Course, Stage

_BLOCK = 1 << 18
LONGEST_LINE = 1 << 20
"""Bytes of one line; a file with a longer one is no table."""
LONGEST_GAP = 1 << 18
"""Bytes of empty lines, one after the other; a file with more is no table, and reading it would only take time."""
MOST_UNPACKED = 200
"""Times that a gzip may unpack to its size, and to `ROOMY` bytes anyhow; tables of sales unpack to some ten times."""
ROOMY = 1 << 26

_GZIP = b"\x1f\x8b"
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive, such as an .xlsx workbook",
    b"\xd0\xcf\x11\xe0": "an old Office file, such as an .xls workbook",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"BZh": "compressed by bzip2",
    b"\xfd7zXZ\x00": "compressed by xz",
    b"\x28\xb5\x2f\xfd": "compressed by zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x7fELF": "a program",
}
_ADVICE = "a CSV file is expected, plain or gzipped"


class _Hashed:
    """The file's bytes as they are, with their hash so far."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()
        self.size = 0
        """Bytes so far."""

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self.size += len(chunk)
        self.sha256.update(chunk)
        return chunk

    def run_out(self) -> None:
        """Read to the end."""
        while self.read(_BLOCK):
            pass


class _Unpacked:
    """What is inside a gzip, up to what a table can be packed to."""

    def __init__(self, name: str, packed: _Hashed) -> None:
        self._name, self._packed, self._size = name, packed, 0
        self._plain = gzip.GzipFile(fileobj=cast(BinaryIO, packed))

    def read(self, size: int, /) -> bytes:
        chunk = self._plain.read(size)
        self._size += len(chunk)
        if self._size > max(ROOMY, MOST_UNPACKED * self._packed.size):
            raise IntakeError(
                f"{self._name} is no table of sales: it unpacks to more than {MOST_UNPACKED} times its size; "
                "unpack it and look at it"
            )
        return chunk


def fingerprint(path: Path) -> str:
    """sha256 of the file's bytes as they are, in hexadecimal."""
    with _opened(path) as source:
        hashed = _Hashed(source)
        hashed.run_out()
        return hashed.sha256.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with regular(path) as source:
            yield source
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be read: {error.strerror or error}") from error


def blocks(path: Path, sha256: str, course: Course = UNTOLD, encoding: Encoding | None = None) -> Iterator[list[str]]:
    """The file's lines without their ends (LF or CRLF), some at a time. Nothing else is in the file.

    Without an encoding it is the one that the file's first bytes show, else UTF-8. Raises NotUtf8 where that is not so,
    IntakeError when the file is no text, is cut short, or is not the file with that hash.
    """
    with _opened(path) as source:
        hashed = _Hashed(source)
        plain = _plain(path.name, source, hashed)
        try:
            yield from _told(_lines(path.name, plain, encoding), hashed, max(path.stat().st_size, 1), course)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            what = "ends too early" if isinstance(error, EOFError) else f"is damaged ({error})"
            raise IntakeError(
                f"{path.name} {what}: the gzip stream is not whole; fetch or compress the file again"
            ) from error
        hashed.run_out()
    if hashed.sha256.hexdigest() != sha256:
        raise IntakeError(f"{path.name} changed while it was read; take it in again when it is finished")


def _told(blocks: Iterator[list[str]], hashed: _Hashed, size: int, course: Course) -> Iterator[list[str]]:
    """The same blocks; after each it is told how far the reading is."""
    lines = 0
    for block in blocks:
        yield block
        lines += len(block)
        course.at(Stage.READING, hashed.size / size, lines)


def _plain(name: str, source: BinaryIO, hashed: _Hashed) -> Readable:
    """The bytes inside, by what the file begins with, not by its name."""
    start = source.read(len(_GZIP))
    source.seek(0)
    return _Unpacked(name, hashed) if start == _GZIP else hashed


def _lines(name: str, plain: Readable, encoding: Encoding | None) -> Iterator[list[str]]:
    rest, number, offset, gap = plain.read(_BLOCK), 1, 0, 0
    _refuse_other_formats(name, rest)
    encoding = encoding or encodings.of(rest)
    if encoding in (Encoding.UTF_16, Encoding.WINDOWS_1252):
        plain = encodings.Transcoded(name, rest, plain, encoding)
        rest = plain.read(_BLOCK)
    _refuse_zeros(name, rest)
    plainly = True
    if rest.startswith(codecs.BOM_UTF8):
        offset = len(codecs.BOM_UTF8)
        rest = rest[offset:]
    while chunk := plain.read(_BLOCK):
        whole, newline, rest = (rest + chunk).rpartition(b"\n")
        if len(rest) > LONGEST_LINE:
            raise IntakeError(f"{name} is not a CSV: line {number} is longer than {LONGEST_LINE:,} bytes; {_ADVICE}")
        if newline:
            gap = 0 if whole.strip(b"\r\n") else gap + len(whole)
            if gap > LONGEST_GAP:
                raise IntakeError(
                    f"{name} is no table: more than {LONGEST_GAP:,} bytes of empty lines follow each other"
                )
            lines = _decoded(name, whole, number, offset, may_be_windows=plainly)
            plainly = plainly and whole.isascii()
            number += len(lines)
            offset += len(whole) + 1
            yield lines
    if rest:
        yield _decoded(name, rest.removesuffix(b"\n"), number, offset, may_be_windows=plainly)


def _refuse_other_formats(name: str, start: bytes) -> None:
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            raise IntakeError(f"{name} is not a CSV but {what}; {_ADVICE}")


def _refuse_zeros(name: str, start: bytes) -> None:
    if b"\x00" in start.partition(b"\n")[0]:
        raise IntakeError(f"{name} is not a CSV: its first line holds a NUL byte; {_ADVICE}")


def _decoded(name: str, whole: bytes, number: int, offset: int, *, may_be_windows: bool) -> list[str]:
    """The lines of some bytes; `number` is the first line's, `offset` that of its first byte.

    `may_be_windows`: what stood before is the same in Windows-1252.
    """
    try:
        lines = whole.decode().split("\n")
    except UnicodeDecodeError as error:
        line = number + whole.count(b"\n", 0, error.start)
        same = may_be_windows and whole[: error.start].isascii()
        byte = whole[error.start]
        raise encodings.NotUtf8(name, byte, offset + error.start, line, may_be_windows=same) from error
    return [line.removesuffix("\r") for line in lines] if b"\r" in whole else lines
