"""Decimal arithmetic without rounding: its precision exceeds that of every field type."""

from decimal import Context

EXACT = Context(prec=80)
