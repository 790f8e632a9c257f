"""Messages that operations decided to send."""
