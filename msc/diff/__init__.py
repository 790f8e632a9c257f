"""Two systems -> their semantic differences."""
