"""How a file's numbers and dates are written: as its values show; where they don't, it is asked, never guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.intake.evidence import COMMA, DAY, EITHER, MONTH, POINT, Seen
from db.intake.meanings import Meaning
from db.intake.reading import Shown
from sales_core.intake.answers import Answers, Dates, Decimals, Unanswered

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notation:
    """The columns' decimal marks, POINT or COMMA; whether their dates have DAY or MONTH first; what is to be told."""

    marks: Mapping[Meaning, str]
    order: Mapping[Meaning, str]
    notices: tuple[str, ...]


def notation(numbers: Sequence[Shown], moments: Sequence[Shown], answers: Answers) -> Notation:
    """Decide from what the columns show. Raises Unanswered, with the lines, where they show both or could be either."""
    marks = _marks(numbers, answers.decimals)
    order = {shown.field.meaning: _order(shown, answers.dates) for shown in moments}
    return Notation(marks, order, (*_told_marks(numbers, marks), *_told_order(moments, order)))


def _marks(numbers: Sequence[Shown], answer: Decimals | None) -> dict[Meaning, str]:
    if answer is not None:
        return {shown.field.meaning: answer.value for shown in numbers}
    own = {shown.field.meaning: _own_mark(shown) for shown in numbers}
    of_file = {mark for mark in own.values() if mark is not None}
    for shown in numbers:
        if own[shown.field.meaning] is None and EITHER in shown.values and len(of_file) != 1:
            seen = shown.values[EITHER]
            raise Unanswered(
                f"{shown.field.header} {seen.value!r} on line {seen.line} can be a number of thousands or one with "
                "three decimals",
                "decimals",
                tuple(Decimals),
            )
    shared = of_file.pop() if len(of_file) == 1 else POINT
    return {meaning: mark or shared for meaning, mark in own.items()}


def _own_mark(shown: Shown) -> str | None:
    """The decimal mark that the column shows, None where it shows none."""
    if POINT in shown.values and COMMA in shown.values:
        raise _mixed(shown, POINT, COMMA, "has a decimal point", "a decimal comma", "decimals", tuple(Decimals))
    return next((mark for mark in (POINT, COMMA) if mark in shown.values), None)


def _order(shown: Shown, answer: Dates | None) -> str:
    if answer is not None:
        return answer.value
    if DAY in shown.values and MONTH in shown.values:
        raise _mixed(shown, DAY, MONTH, "has the day first", "the month", "dates", tuple(Dates))
    for order in (DAY, MONTH):
        if order in shown.values:
            return order
    if EITHER in shown.values:
        seen = shown.values[EITHER]
        raise Unanswered(
            f"{shown.field.header} {seen.value!r} on line {seen.line} can be {_both(seen)}", "dates", tuple(Dates)
        )
    return DAY


def _both(seen: Seen) -> str:
    """The two days that a date such as 03/04/2024 can be."""
    first, second = (int(part) for part in seen.value.replace("-", "/").split("/")[:2])
    return f"{first} {_MONTHS[second - 1]} or {second} {_MONTHS[first - 1]}"


def _mixed(
    shown: Shown, one: str, other: str, has_one: str, has_other: str, question: str, choices: tuple[str, ...]
) -> Unanswered:
    first, second = shown.values[one], shown.values[other]
    return Unanswered(
        f"{shown.field.header} is written in two ways: {first.value!r} on line {first.line} {has_one}, "
        f"{second.value!r} on line {second.line} {has_other}; the lines of the other way will be rejected",
        question,
        choices,
    )


def _told_marks(numbers: Sequence[Shown], marks: Mapping[Meaning, str]) -> Iterator[str]:
    commas = [shown.field.header for shown in numbers if marks[shown.field.meaning] == COMMA and shown.values]
    if commas:
        yield f"a comma was read as the decimal mark in {', '.join(commas)}"


def _told_order(moments: Sequence[Shown], order: Mapping[Meaning, str]) -> Iterator[str]:
    for shown in moments:
        if shown.values:
            first = "day" if order[shown.field.meaning] == DAY else "month"
            yield f"the {first} was read first in {shown.field.header}"
