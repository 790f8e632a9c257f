"""One module per state machine of the spec."""
