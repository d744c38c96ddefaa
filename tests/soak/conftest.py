"""What these share with the live and the end-to-end tests."""

from tests.e2e.conftest import place

__all__ = ["place"]
