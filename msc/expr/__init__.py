"""CEL expressions: checked by the official library, then compiled to Python and SQL."""
