"""All statements."""
