"""What every floor may use: source positions, diagnostics and names."""
