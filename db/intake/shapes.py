"""What a kind of file looks like: a preset, declared as data. `sales_core.intake.presets` holds the presets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Meaning(StrEnum):
    """What a field says about its line; also the name of its column while it is staged."""

    DOCUMENT = "document"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    QUANTITY = "quantity"
    ORDERED_AT = "ordered_at"
    PRICE = "price"
    CUSTOMER = "customer"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Text:
    """Any characters but NUL; blanks around them are dropped. `longest` is inclusive."""

    longest: int


@dataclass(frozen=True, slots=True)
class Number:
    """A plain decimal number: digits, a sign, a point. No exponent, no thousands mark, no NaN, no Infinity."""

    whole_digits: int
    decimals: int
    zero: bool = True
    """Whether 0 is a value that a line may have."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`YYYY-MM-DD`, with ` HH:MM` or ` HH:MM:SS` after it, as clocks in `time_zone` showed it."""

    time_zone: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the file. `required`: an empty value breaks the line."""

    header: str
    meaning: Meaning
    holds: Text | Number | Moment
    required: bool = True


@dataclass(frozen=True, slots=True)
class KindRule:
    """A kind of line and the lines that are of it: all that is given must hold; nothing given fits every line."""

    kind: str
    why: str
    document_prefix: str = ""
    products: tuple[str, ...] = ()
    price_at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a territory lies: the group above it, and its country where it lies in one."""

    region: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Money:
    """The currency that every amount of the file is in."""

    currency: str
    name: str
    minor_digits: int = 2


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of file. Its name is the `source` of every document, customer and product that comes from it."""

    name: str
    title: str
    fields: tuple[Field, ...]
    kinds: tuple[KindRule, ...]
    """The first that fits decides; the last one fits every line."""
    money: Money
    credit_note_prefix: str
    """A document whose number begins so is a credit note."""
    channel: str
    places: Mapping[str, Place]
    elsewhere: str
    """The region of a territory that `places` doesn't hold; its country is then its name."""
    no_territory: str
    """The territory of a line that names none."""
    customer_label: str
    """What a customer is called; `{}` stands for the customer's id in the file."""

    def field(self, meaning: Meaning) -> Field:
        """The column that says this of a line."""
        return next(field for field in self.fields if field.meaning == meaning)

    @property
    def time_zone(self) -> str:
        """The zone of the file's clock."""
        holds = self.field(Meaning.ORDERED_AT).holds
        assert isinstance(holds, Moment)  # noqa: S101 - a preset that breaks this can't be written: see its test
        return holds.time_zone
