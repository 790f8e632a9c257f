"""Names, types and texts of the emitted code that several blueprints share."""
