"""Relays events, reacts to them, and runs due jobs."""
