"""The installed command, driven from outside."""
