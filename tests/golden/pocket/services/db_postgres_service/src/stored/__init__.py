"""Predicates over stored rows, compiled from the spec."""
