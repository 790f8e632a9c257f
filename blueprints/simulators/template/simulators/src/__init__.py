"""Plays the outside providers of the system, with injectable failures."""
