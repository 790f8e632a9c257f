"""Revisions that run while the system is in use."""
