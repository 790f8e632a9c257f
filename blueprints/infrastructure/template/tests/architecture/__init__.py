"""What holds for the code of all services."""
