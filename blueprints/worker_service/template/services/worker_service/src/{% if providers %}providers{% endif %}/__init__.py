"""The outside providers, each behind an adapter of its own."""
