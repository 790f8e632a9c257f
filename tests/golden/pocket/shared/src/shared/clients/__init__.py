"""Typed clients of the data services."""
