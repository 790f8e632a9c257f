"""Diagnostics and changes as text, JSON, SARIF, GitHub annotations and Markdown."""
