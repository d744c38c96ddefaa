"""What these tests share with the live and the end-to-end ones; all of them need the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import place
from tests.live.bench import bench, endpoint

__all__ = ["bench", "endpoint", "place"]

if TYPE_CHECKING:
    import docker


@pytest.fixture(autouse=True)
def _daemon_is_there(daemon: docker.APIClient) -> None:
    """Skip without a daemon, or fail under CI; see the fixture `daemon`."""
