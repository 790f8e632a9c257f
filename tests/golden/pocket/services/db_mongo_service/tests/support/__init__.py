"""What tests make and compare."""
