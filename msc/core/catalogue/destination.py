"""Codes MSC8xx."""

from msc.core.diagnostics import Code

CODES: tuple[Code, ...] = ()
