"""Decimal arithmetic without rounding: its precision exceeds that of every field type."""

from decimal import Context

EXACT = Context(prec=80)
# The most digits of a decimal, and so of those behind its point.
MAX_DIGITS = 38
