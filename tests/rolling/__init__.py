"""A new version of a system takes over while people use it, with many rows in its tables."""
