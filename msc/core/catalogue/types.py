"""Codes MSC4xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
