"""Use cases: what the system does, independent of who asks."""
