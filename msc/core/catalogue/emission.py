"""Codes MSC7xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
