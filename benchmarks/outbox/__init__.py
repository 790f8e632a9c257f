"""How fast the relay of an emitted system empties its outbox."""
