"""What a check found: a sentence, good or bad. Values only."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended; SKIPPED says in its sentence what would be needed."""

    OK = "ok"
    FAILED = "FAILED"
    SKIPPED = "not asked"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the report."""

    verdict: Verdict
    what: str
    said: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.verdict.value:<10} {self.what:<10} {self.said}"


def good(what: str, said: str) -> Told:
    """It is as it should be."""
    return Told(Verdict.OK, what, said)


def bad(what: str, said: str) -> Told:
    """It is not; the sentence names what, and what to do."""
    return Told(Verdict.FAILED, what, said)


def judged(what: str, complaints: list[str], said: str) -> Told:
    """Bad with all complaints, good with the sentence where there is none."""
    return bad(what, "; ".join(complaints)) if complaints else good(what, said)
