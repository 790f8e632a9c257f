"""The spec as written: typed, every key documented, names not resolved yet."""
