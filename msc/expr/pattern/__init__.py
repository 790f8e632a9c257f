"""The subset of regular expressions that RE2, Python and pydantic's engine read alike."""
