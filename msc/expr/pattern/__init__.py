"""Regular expressions: what RE2, Python and the engine of field patterns read alike."""
