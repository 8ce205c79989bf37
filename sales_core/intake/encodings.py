"""From a file's bytes to UTF-8, whichever way its characters were written."""

import codecs
from typing import Protocol

from sales_core.errors import IntakeError
from sales_core.intake.answers import Encoding

_LOOKED_AT = 400
"""Bytes in which UTF-16 without a mark is sought."""


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


class NotUtf8(IntakeError):
    """Bytes that are no UTF-8. `may_be_windows`: whatever stood before them is the same in both."""

    def __init__(self, name: str, byte: int, offset: int, line: int, *, may_be_windows: bool) -> None:
        self.where = f"byte 0x{byte:02x} at offset {offset:,}, on line {line}"
        self.may_be_windows = may_be_windows
        super().__init__(f"{name} is not UTF-8: {self.where}; save the file as UTF-8")


class Transcoded:
    """The same text in UTF-8. `start` are the bytes that were read already."""

    def __init__(self, name: str, start: bytes, plain: Readable, encoding: Encoding) -> None:
        codec = {Encoding.WINDOWS_1252: "cp1252", Encoding.UTF_16: _utf_16(start), Encoding.UTF_8: "utf-8"}[encoding]
        self._name, self._start, self._plain, self._encoding = name, start, plain, encoding
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._offset = 0

    def read(self, size: int, /) -> bytes:
        """Bytes of UTF-8, some more or fewer than `size`; none at the end."""
        while True:
            chunk = self._start or self._plain.read(size)
            self._start = b""
            try:
                text = self._decoder.decode(chunk, final=not chunk)
                written = text.encode()
            except UnicodeError as error:
                at = self._offset + getattr(error, "start", 0)
                raise IntakeError(
                    f"{self._name} is not {self._encoding.value} at offset {at:,}; save it as UTF-8"
                ) from None
            self._offset += len(chunk)
            if written or not chunk:
                return written


def of(start: bytes) -> Encoding | None:
    """What the first bytes say; None where they say nothing, as those of most files in UTF-8."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    looked = start[:_LOOKED_AT]
    zeros = (looked[::2].count(0), looked[1::2].count(0))
    return Encoding.UTF_16 if min(zeros) == 0 and max(zeros) * 4 > len(looked) else None


def _utf_16(start: bytes) -> str:
    """The codec by the mark, which it then leaves out; without one, by where the zeros stand."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    looked = start[:_LOOKED_AT]
    return "utf-16-be" if looked[::2].count(0) > looked[1::2].count(0) else "utf-16-le"
