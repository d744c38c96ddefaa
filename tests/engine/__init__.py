"""What speaks Docker, without a daemon."""
