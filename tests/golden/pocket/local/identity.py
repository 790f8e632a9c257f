"""What this system is called wherever a name is needed on a server."""

SYSTEM_NAME = "pocket"
