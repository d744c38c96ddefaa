"""What these share with the live, the end-to-end and the engine's tests."""

from tests.e2e.conftest import place
from tests.engine.test_endpoint import certificates

__all__ = ["certificates", "place"]
