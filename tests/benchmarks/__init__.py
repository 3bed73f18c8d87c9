"""Benchmarks: run by hand, they print ratios and are no timed tests."""
