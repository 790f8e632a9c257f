"""Yours: tests of what you add in `src/ext`."""
