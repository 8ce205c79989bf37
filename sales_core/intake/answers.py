"""What a file leaves open, and what whoever takes it in says of it."""

from dataclasses import dataclass
from enum import StrEnum

from sales_core.errors import IntakeError


class Encoding(StrEnum):
    """How characters were written as bytes."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"


class Delimiter(StrEnum):
    """What stands between two fields."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"

    @property
    def mark(self) -> str:
        """The character."""
        return {"comma": ",", "semicolon": ";", "tab": "\t"}[self.value]


class Decimals(StrEnum):
    """The mark before a number's decimals; the other one, blanks and apostrophes may group its thousands."""

    POINT = "point"
    COMMA = "comma"


class Dates(StrEnum):
    """Which part of 03/04/2024 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Answers:
    """How the file is to be read; None: as the file itself shows, which is asked where it doesn't."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    decimals: Decimals | None = None
    dates: Dates | None = None


AS_IT_SHOWS = Answers()
"""Nothing is said of the file."""


class Unanswered(IntakeError):
    """A file that can be read in two ways; nothing was taken in. Ask, and take it in again with the answer.

    `question` is the name of the field of Answers, `choices` its values; the message says what it is about.
    """

    def __init__(self, message: str, question: str, choices: tuple[str, ...]) -> None:
        super().__init__(f"{message}; say which: --{question} {' or '.join(choices)}")
        self.about = message
        self.question = question
        self.choices = choices
