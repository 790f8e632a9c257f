"""Test data and observations."""
