"""Routes of other services."""
