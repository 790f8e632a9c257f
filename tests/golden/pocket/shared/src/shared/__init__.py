"""Contracts and cross-cutting code that all services share; no business logic."""
