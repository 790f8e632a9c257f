"""Identifiers in the providers' shapes."""

import secrets


def new_message_id() -> str:
    """Looks like SendGrid's: 22 URL-safe characters."""
    return secrets.token_urlsafe(16)
