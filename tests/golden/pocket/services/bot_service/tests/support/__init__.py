"""What tests play and observe."""
