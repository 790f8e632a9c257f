"""Plays the outside providers, so that the whole system works without a single account."""
