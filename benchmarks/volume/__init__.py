"""How fast an emitted system works behind many waiting events and with many rows."""
