"""What a kind of file looks like: a preset, declared as data. `sales_core.intake.presets` holds the presets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from db.intake.meanings import Meaning


@dataclass(frozen=True, slots=True)
class Text:
    """Any characters but NUL; blanks around them are dropped. `longest` is inclusive."""

    longest: int


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number: digits, a sign, a decimal mark, thousands in groups. No exponent, NaN or Infinity.

    `least` and `most` are inclusive.
    """

    whole_digits: int
    decimals: int
    zero: bool = True
    """Whether 0 is a value that a line may have."""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with a time of day after it or not, as clocks in `time_zone` showed it; "": those of the company.

    Where the file says the distance to UTC, that decides.
    """

    time_zone: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in any case; `words` has what each means. An empty value means `empty`."""

    words: Mapping[str, str]
    empty: str


@dataclass(frozen=True, slots=True)
class CurrencyCode:
    """Three letters of ISO 4217, in any case."""


Holds = Text | Number | Moment | Choice | CurrencyCode


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the file. Headers are compared without case, blanks and marks.

    `required`: an empty value breaks the line. `may_lack`: a file without the column is one of the preset all the same.
    """

    header: str
    meaning: Meaning
    holds: Holds
    required: bool = True
    may_lack: bool = False
    also: tuple[str, ...] = ()
    """Other names of the column."""


@dataclass(frozen=True, slots=True)
class KindRule:
    """A kind of line and the lines that are of it: all that is given must hold; nothing given fits every line."""

    kind: str
    why: str
    document_prefix: str = ""
    products: tuple[str, ...] = ()
    price_at_most: Decimal | None = None
    word: str | None = None
    """What the line's own column of kinds says; "" where it says nothing."""
    negative: bool = False
    """Whether the quantity is below 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a territory lies: the group above it, and its country where it lies in one."""

    region: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Money:
    """The currency of amounts whose line names none. An empty `currency` is the company's own."""

    currency: str
    name: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of file. Its name is the `source` of every document, customer and product that comes from it."""

    name: str
    title: str
    fields: tuple[Field, ...]
    """Those of one file are the ones whose columns it has."""
    kinds: tuple[KindRule, ...]
    """The first that fits decides; the last one fits every line."""
    money: Money
    credit_note_prefix: str
    """A document whose number begins so is a credit note; "": one that only takes goods back."""
    channel: str
    """The channel of a line that names none."""
    places: Mapping[str, Place]
    elsewhere: str
    """The region of a territory that neither `places` nor the file places; its country is then its name."""
    no_territory: str
    """The territory of a line that names none."""
    customer_label: str
    """What a customer without a name is called; `{}` stands for the customer's id in the file."""
    tables: tuple[str, ...] = ()
    """The tables of a preset that takes a folder of them, a CSV each."""

    @property
    def takes_folder(self) -> bool:
        """Whether it is a folder of files."""
        return bool(self.tables)

    def field(self, meaning: Meaning) -> Field:
        """The column that says this of a line."""
        return next(field for field in self.fields if field.meaning == meaning)

    def has(self, meaning: Meaning) -> bool:
        """Whether a column says this of a line."""
        return any(field.meaning == meaning for field in self.fields)

    def header(self, meaning: Meaning) -> str:
        """What the column is called, or its meaning where the file has none."""
        return self.field(meaning).header if self.has(meaning) else meaning.replace("_", " ")

    @property
    def time_zone(self) -> str:
        """The zone of the file's clock; "": the company's."""
        holds = self.field(Meaning.ORDERED_AT).holds
        assert isinstance(holds, Moment)  # noqa: S101 - a preset that breaks this can't be written: see its test
        return holds.time_zone
