"""A clock kept in a file is the same for every process, and stands still."""

from datetime import UTC, datetime, timedelta, timezone

from workflows.adapters.clock import FileClock

NINE = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=11)))


def test_a_clock_in_a_file_stands_where_another_process_set_it(tmp_path):
    FileClock(tmp_path / "heure").set(NINE)

    read = FileClock(tmp_path / "heure")

    assert [read.now(), read.now()] == [NINE, NINE]
    assert read.now().tzinfo is UTC
