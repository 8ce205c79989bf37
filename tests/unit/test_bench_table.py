"""The printed table of measurements."""

from bench.table import Row, table


def test_numbers_keep_three_digits_that_count_and_stand_in_columns() -> None:
    printed = table([Row("import", 123456.7, "rows/s", 250000.0, 0.4938, "at least 0.4"), Row("start", 0.012345, "s")])
    assert printed.splitlines() == [
        "what    measured unit    reference  ratio  aim",
        "-" * 55,
        "import   123,457 rows/s    250,000  0.494  at least 0.4",
        "start     0.0123 s",
    ]
