"""The resolved system: what every later stage reads, with no trace of the spec's surface form."""
