"""Shared by the unit tests: in-memory rows, samples, and recorded units of work."""
