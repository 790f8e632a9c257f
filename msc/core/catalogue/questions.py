"""Codes MSC6xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
