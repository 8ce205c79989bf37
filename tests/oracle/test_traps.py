"""The random company has every trap in it that its answers are compared for."""

import pytest

from tests.oracle.company import kinds_of_traps, make


@pytest.mark.parametrize("seed", [1, 2011, 20261124])
def test_every_trap_is_in_the_random_company(seed: int) -> None:
    counts = dict(kinds_of_traps(make(seed)))
    assert len(counts) > 15
    assert [trap for trap, count in counts.items() if count == 0] == []
