"""Checks of the code of all services."""
