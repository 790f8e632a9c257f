"""Moves events, reacts to them, and runs what is due."""
