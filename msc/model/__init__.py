"""The spec as it is written: typed, every key described, nothing resolved yet."""
