"""SendGrid: its mail API, and the mailboxes behind it."""
