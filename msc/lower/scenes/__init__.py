"""Scenes of the emitted tests: rows and inputs for which an operation succeeds or is refused."""
