"""Codes MSC5xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
