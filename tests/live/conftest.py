"""Every test in this folder needs the daemon, whether or not it asks for it by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.bench import bench, endpoint

__all__ = ["bench", "endpoint"]

if TYPE_CHECKING:
    import docker


@pytest.fixture(autouse=True)
def _daemon_is_there(daemon: docker.APIClient) -> None:
    """Skip without a daemon, or fail under CI; see the fixture `daemon`."""
