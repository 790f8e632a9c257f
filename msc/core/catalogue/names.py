"""Codes MSC3xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
