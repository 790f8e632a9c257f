"""What people sign in by."""

from shared.emails import normal_email


def normal_login(login: str) -> str:
    """The login as accounts have it; empty for one that is no address, which nobody has."""
    try:
        return normal_email(login)
    except ValueError:
        return ""
