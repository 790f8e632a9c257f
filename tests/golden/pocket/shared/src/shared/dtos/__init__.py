"""Rows as the data services answer them."""
