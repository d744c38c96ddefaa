"""What needs a Docker daemon."""
