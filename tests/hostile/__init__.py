"""Hostile clients of a running system, and what its honest ones notice of them."""
