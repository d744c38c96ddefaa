"""A prompt sign and sudo, pasted along, do not stop a command."""

from __future__ import annotations

import pytest

from tutor.core.command import strip_pasted


@pytest.mark.parametrize(
    ("line", "clean", "dropped"),
    [
        ("docker ps", "docker ps", ""),
        ("$ docker ps", "docker ps", "$"),
        ("# docker ps", "docker ps", "#"),
        ("> docker ps", "docker ps", ">"),
        ("  %  docker  ps ", "docker  ps ", "%"),
        ("me@host:~$ docker ps", "docker ps", "me@host:~$"),
        ("[me@host ~]$ docker ps", "docker ps", "[me@host ~]$"),
        ("PS C:\\> docker ps", "docker ps", "PS C:\\>"),
        ("sudo docker ps", "docker ps", "sudo"),
        ("sudo -E docker ps", "docker ps", "sudo -E"),
        ("sudo -nu root docker ps", "docker ps", "sudo -nu root"),
        ("$ sudo --user=root -- docker ps", "docker ps", "$ sudo --user=root --"),
        ("sudo ls", "sudo ls", ""),
        ("sudo docker-compose up", "sudo docker-compose up", ""),
        ("$", "$", ""),
        ("echo $ docker ps", "echo $ docker ps", ""),
        ("", "", ""),
    ],
)
def test_what_was_pasted_along_is_dropped_and_told(line: str, clean: str, dropped: str) -> None:
    """A prompt sign and sudo go, and only where docker follows; the line itself stays as it is."""
    assert strip_pasted(line) == (clean, dropped)
