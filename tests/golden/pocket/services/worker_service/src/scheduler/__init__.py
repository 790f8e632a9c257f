"""Decides when jobs are due, and that one replica runs each of them."""
