"""The API: operations for people and other services."""
