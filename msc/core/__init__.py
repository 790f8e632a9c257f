"""Foundations for every layer: source positions, diagnostics and names."""
