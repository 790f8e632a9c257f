"""Yours: tests for your code in `src/ext`."""
