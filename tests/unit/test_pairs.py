"""Every two choices of different kinds meet, in far fewer rows than all combinations."""

from itertools import combinations

from tests.browser.pairs import pairwise

KINDS = {"page": [f"p{n}" for n in range(12)], "role": ["a", "b", "c"], "light": ["l", "d"], "width": ["w", "n"]}


def test_every_two_choices_meet() -> None:
    rows = pairwise(KINDS)
    for one, other in combinations(KINDS, 2):
        met = {(row[one], row[other]) for row in rows}
        assert met == {(a, b) for a in KINDS[one] for b in KINDS[other]}
    assert 36 <= len(rows) <= 45
