"""Sharing out whole numbers: nothing is lost, nothing is made up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from db.demo.arrays import allocate, draw, group_sums, share_out

GROUPS = st.lists(st.lists(st.integers(0, 5_000_000), min_size=1, max_size=12), min_size=1, max_size=8)


def test_an_order_discount_of_ten_is_split_by_hand() -> None:
    # 10 over 1:1:1 is 3.33 each; what is left goes to the first. 7 over 50:30:20 is 3.5, 2.1, 1.4: one left, to 3.5.
    weights = np.array([1, 1, 1, 50, 30, 20])
    parts = allocate(np.array([10, 7]), weights, np.array([0, 3]))
    assert parts.tolist() == [4, 3, 3, 4, 2, 1]


def test_a_group_without_weight_gives_all_to_its_first_member() -> None:
    assert allocate(np.array([5]), np.array([0, 0]), np.array([0])).tolist() == [5, 0]


@given(GROUPS, st.data())
def test_allocated_parts_sum_to_the_total_and_stay_within_one_of_their_share(
    groups: list[list[int]], drawn: st.DataObject
) -> None:
    totals = np.array([drawn.draw(st.integers(0, sum(group) // 10 + 3)) for group in groups])
    weights = np.array([weight for group in groups for weight in group])
    firsts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    parts = allocate(totals, weights, firsts)
    assert group_sums(parts, firsts).tolist() == totals.tolist()
    assert (parts >= 0).all()
    for first, group, total in zip(firsts, groups, totals, strict=True):
        if sum(group):
            for part, weight in zip(parts[first : first + len(group)], group, strict=True):
                assert abs(part * sum(group) - total * weight) < sum(group)


@given(st.integers(0, 100_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_lines_shared_out_over_days_sum_to_all_lines(total: int, weights: list[float]) -> None:
    parts = share_out(total, np.array(weights))
    assert parts.sum() == total
    assert (parts >= 0).all()


@given(st.integers(0, 2**32), st.lists(st.sampled_from([0.0, 0.1, 3.0]), min_size=1, max_size=20))
def test_a_weight_of_zero_is_never_drawn(seed: int, weights: list[float]) -> None:
    weights = [*weights, 1.0, 0.0]
    drawn = draw(np.random.default_rng(seed), np.array(weights), 500)
    assert all(weights[position] > 0 for position in set(drawn.tolist()))
