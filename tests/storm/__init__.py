"""A storm: clients, and whatever may go wrong beneath them, with a history kept outside."""
