"""What has no room on its line: how it goes on, and that it can still be copied."""

from __future__ import annotations

import pytest

from tutor.chat.layout import continued
from tutor.chat.look import Look
from tutor.chat.paste import split_pasted
from tutor.chat.render import draw
from tutor.core.message import Message, Note, Options, Prose, text

RUN = "docker run --name a-very-long-name -e SOMETHING=somewhere -p 2368:8989 --rm -it ghost sh -c 'echo to all here'"
FILE = """```
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node", "current/index.js", "--port"]
```"""


def drawn(message: Message, width: int = 40) -> list[str]:
    """Its lines on a terminal so wide, without styles."""
    return [line.plain for line in draw(message, Look(), width)]


@pytest.mark.parametrize("message", [Note(text("timeline.heading"), commands=(RUN,)), Prose(f"```\n{RUN}\n```")])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_commands_can_be_copied(message: Message, width: int) -> None:
    """A command without room goes on behind a backslash: pasted into the prompt it is the one line that it was."""
    lines = drawn(message, width)
    first = next(number for number, line in enumerate(lines) if line.lstrip().startswith("docker"))
    assert all(len(line) <= width for line in lines)
    assert split_pasted("\n".join(lines[first:]).strip()) == ((), RUN)


def test_what_fits_is_left_as_it_is() -> None:
    """No backslash where there is room, or where there is no space to break at."""
    assert continued("docker ps  -a", 13) == ["docker ps  -a"]
    assert continued("docker" * 9, 13) == ["docker" * 9]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        (FILE, ['    ENTRYPOINT ["docker-entrypoint.sh"]', '    CMD ["node", "current/index.js",', '      "--port"]']),
        (
            "`docker run --name keen_turing ghost ls` has printed its files.",
            ["  `docker run --name keen_turing ghost", "  ls` has printed its files."],
        ),
        (
            "See [that page](https://docs.docker.com/engine/storage/volumes/) and go.",
            ["  See that page", "(https://docs.docker.com/engine/storage/volumes/)", "  and go."],
        ),
    ],
)
def test_what_has_no_room_goes_on_further_in(markdown: str, lines: list[str]) -> None:
    """In 40 columns code keeps its indent, and an address, which the terminal folds, begins at the edge."""
    assert drawn(Prose(markdown)) == ["", *lines]


@pytest.mark.parametrize("look", [Look(), Look(plain=True)])
def test_a_choice_that_explains_itself_is_said_once(look: Look) -> None:
    """Where the explanation is the word, only the word stands there."""
    lines = draw(Options(None, "", (("running", "running"), ("stopped", "and still there"))), look, 80)
    assert lines[0].plain.split() == ["running"]
