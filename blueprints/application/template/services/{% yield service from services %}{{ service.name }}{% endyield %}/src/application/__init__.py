"""Use cases: the operations of the system, independent of their callers."""
