"""The law of dividing an order's tax: parts in millionths that sum to it, by largest remainders, whatever the lines."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random, SystemRandom

import pytest
from sqlalchemy import Engine

from sales_core.intake import preset_named, take_in
from tests.ops.intake_files import Intake

HEADER = "Order number,Ordered at,Product,Quantity,Unit price,Order tax,Order shipping"
UNIT = 1_000_000


@pytest.fixture
def intake(engine: Engine, owner_url: str, tmp_path: Path) -> Intake:
    return Intake(engine, owner_url, tmp_path).settled()


def parts(amount: int, weights: list[int]) -> list[int]:
    """The parts of an amount in millionths; equal ones where the weights are all 0."""
    weights = weights if any(weights) else [1] * len(weights)
    exact = [Fraction(abs(amount) * weight, sum(weights)) for weight in weights]
    rounded = [int(part) for part in exact]
    left = abs(amount) - sum(rounded)
    first = sorted(range(len(weights)), key=lambda place: (rounded[place] - exact[place], place))[:left]
    sign = -1 if amount < 0 else 1
    return [sign * (part + (place in first)) for place, part in enumerate(rounded)]


def test_thirds_are_divided_by_hand() -> None:
    assert parts(10 * UNIT, [1, 1, 1]) == [3_333_334, 3_333_333, 3_333_333]
    assert parts(-2, [1, 1, 1]) == [-1, -1, 0]
    assert parts(5, [0, 0]) == [3, 2]


def test_random_orders_are_divided_as_by_hand_and_sum_to_the_last_digit(intake: Intake) -> None:
    seed = SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    random, lines, expected = Random(seed), [], []
    for order in range(400):
        amounts = [random.choice((0, 1, 7, random.randrange(-UNIT, 10**12))) for _ in range(2)]
        sold = [
            (random.randrange(1, 5_000), random.choice((0, 1, random.randrange(-(10**7), 10**10))))
            for _ in range(random.randrange(1, 12))
        ]
        weights = [abs(quantity * price) for quantity, price in sold]
        expected += list(zip(*(parts(amount, weights) for amount in amounts), strict=True))
        for quantity, price in sold:
            numbers = (str(quantity), *(f"{Decimal(n) / UNIT:.6f}" for n in (price, *amounts)))
            lines.append(f"{order},2024-05-06,A,{','.join(numbers)}")
    report = take_in(intake.engine, intake.file(*lines, header=HEADER), preset_named("orders"), "a test")
    assert (report.loaded, report.rejected) == (len(lines), 0)
    stored = intake.ask("SELECT tax * 1000000, shipping * 1000000 FROM sales.order_lines ORDER BY source_line")
    assert [(int(row[0]), int(row[1])) for row in stored] == expected
