"""The keys of a terminal reach us alone, not the program that started us."""

from __future__ import annotations

import subprocess
import sys

import pexpect
import pytest

CHILD = """
import sys
from tutor.terminal.own_group import own_group

with own_group(sys.stdin):
    for _ in range(3):
        try:
            print("waiting", flush=True)
            sys.stdin.readline()
        except KeyboardInterrupt:
            print("interrupted", flush=True)
"""
PARENT = f"trap 'echo reached' INT; {sys.executable} -c '{CHILD}'; read line; echo back: $line"


def interrupt(child: pexpect.spawn[str]) -> None:
    """Press Ctrl-C until it is heard: one that comes just before Python's call to `read` waits for the next key."""
    for _ in range(12):
        child.sendcontrol("c")
        if child.expect_exact(["interrupted", pexpect.TIMEOUT], timeout=5) == 0:
            return
    pytest.fail("no Ctrl-C was heard")


def test_an_interrupt_is_ours_alone() -> None:
    """Three times Ctrl-C reaches the child alone; afterwards the terminal is the parent's again."""
    child = pexpect.spawn("/bin/sh", ["-c", PARENT], timeout=60, encoding="utf-8")
    for _ in range(3):
        child.expect_exact("waiting")
        interrupt(child)
    child.sendline("hello")
    child.expect_exact("back: hello")
    assert "reached" not in str(child.before)
    child.expect(pexpect.EOF)
    child.close()


def test_without_a_terminal_nothing_changes() -> None:
    """With a pipe for input the child runs as it would have."""
    script = (
        "import sys\nfrom tutor.terminal.own_group import own_group\nwith own_group(sys.stdin): print(sys.stdin.read())"
    )
    done = subprocess.run([sys.executable, "-c", script], input="a", capture_output=True, text=True, check=True)
    assert done.stdout == "a\n"
