"""Scenes for emitted tests: rows and inputs for which an operation succeeds or is rejected."""
