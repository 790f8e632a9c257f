"""One module per notification of the spec."""
