"""Moves committed events from the outbox to the broker."""
