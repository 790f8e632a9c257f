"""What the views of several blueprints need: names, types and texts of the emitted code."""
