"""What the unit tests share: rows in memory, samples of them, and units of work that are kept."""
