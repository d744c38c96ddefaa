"""Speaks Docker: the endpoint, the wire to it, images, ownership, and waiting for what happens."""
