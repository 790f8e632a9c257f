"""The values that callers may write."""
