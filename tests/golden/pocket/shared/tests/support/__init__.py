"""What tests make and observe."""
