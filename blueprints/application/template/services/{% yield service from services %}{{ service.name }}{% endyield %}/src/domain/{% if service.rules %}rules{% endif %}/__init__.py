"""One module per rule of the spec."""
