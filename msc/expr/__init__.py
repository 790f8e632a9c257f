"""CEL: what an expression may say, its check by the official library, and its compilation."""
