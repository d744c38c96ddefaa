"""What the installed CLI says of a command, read from its help."""

from __future__ import annotations

import os

from tutor.core import grammar
from tutor.engine.cli_help import help_of, read_help

PAGE = """
Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

Create and run a new container from an image

Aliases:
  docker container run, docker run

Options:
      --add-host list                  Add a custom host-to-IP mapping
                                       (host:ip)
      --annotation map                 Add an annotation (default map[])
      --blkio-weight uint16            Block IO (relative weight),
                                       between 10 and 1000 (default 0)
  -c, --cpu-shares int                 CPU shares (relative weight)
      --a-name-that-is-wider-than-the-column-for-names
                                       Its words are below it

Run 'docker run --help' for more
"""


def test_a_page_is_understood() -> None:
    """The sentence about the command, and each flag with its whole description, without the default."""
    told = read_help(PAGE)
    assert told.summary == "Create and run a new container from an image"
    assert dict(told.flags) == {
        "add-host": "Add a custom host-to-IP mapping (host:ip)",
        "annotation": "Add an annotation",
        "blkio-weight": "Block IO (relative weight), between 10 and 1000",
        "cpu-shares": "CPU shares (relative weight)",
        "a-name-that-is-wider-than-the-column-for-names": "Its words are below it",
    }


def test_the_installed_cli_tells_of_the_flags_that_we_know() -> None:
    """Of the flags of `run` in our data the real CLI describes nearly all; some only other versions have."""
    told = help_of(("run",), os.environ)
    assert told.summary
    known = set(grammar.rule("run").long)
    assert len(known & set(told.flags)) > len(known) * 0.8


def test_no_words_that_could_be_flags_are_handed_on() -> None:
    """What does not look like a command's words is not run at all."""
    assert not help_of(("run", "--rm"), os.environ).summary
