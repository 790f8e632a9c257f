"""E-mail to people, through the provider."""
