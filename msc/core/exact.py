"""Arithmetic that never rounds: more digits than a number of any type has."""

from decimal import Context

EXACT = Context(prec=80)
