"""Compiles a YAML spec of a system into a complete five-service Python codebase."""

__version__ = "0.1.0"
