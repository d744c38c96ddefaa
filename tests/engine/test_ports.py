"""Free and taken ports of this machine."""

from __future__ import annotations

import socket

import pytest

from tutor.engine.ports import first_free, is_free
from tutor.errors import TutorError


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  # a test's listener
def test_a_port_somebody_listens_on_is_not_free(address: str) -> None:
    """Taken on this machine alone or everywhere: it cannot be published, and the next one is offered."""
    with socket.create_server((address, 0)) as listener:
        port = listener.getsockname()[1]
        assert not is_free(port)
        assert first_free(port) > port
    assert is_free(port)


def test_ports_known_to_be_taken_are_passed_over() -> None:
    """A port that only the daemon knows to be taken is not offered."""
    free = first_free(20000)
    assert first_free(free, taken={free}) > free


def test_no_free_port_is_said() -> None:
    """When all of them are taken the error names the range."""
    with pytest.raises(TutorError, match="65535"):
        first_free(65535, taken={65535})
