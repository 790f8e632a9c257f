"""Work that is due at certain times."""
