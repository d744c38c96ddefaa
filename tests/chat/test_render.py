"""What messages look like: each kind at two widths, with colour, without, plain and in ASCII.

The expected pictures stand in `snapshots/`, one file per message, ESC written as ␛. After a wanted change, make them
anew with `SNAPSHOTS=write pytest tests/chat/test_render.py` and look at the difference.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chat.look import Look
from tutor.chat.render import Voice, console_for, draw
from tutor.chat.turns import sign_of_verdict
from tutor.core import texts
from tutor.core.message import (
    Judgement,
    Listing,
    Marked,
    Message,
    Note,
    Options,
    Prose,
    Row,
    StepCard,
    Tone,
    text,
)
from tutor.core.spans import Span
from tutor.core.texts.en import TEXTS
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SNAPSHOTS = Path(__file__).parent / "snapshots"

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "said": "{words}",
        "welcome": "Welcome back. {title}, step {number} of 25.",
        "format": "Docker printed your format as it stood: without {{{{ }}}} it is plain text.",
        "braces": "Put it between double braces: `'{{{{.Config.Cmd}}}}'`.",
        "holder": "Port 8989 is taken by `{name}`.",
        "not-docker": "This part is not docker's, so nothing ran: `{part}`",
        "remove": "This would remove `{name}`, which is not from this lesson. Do it?",
        "list": "Altering Container Processes",
        "terminals": "In the background",
        "booting": "Right so far: Ghost is booting, and the page comes when it is done.",
    },
)

MARKDOWN = """Start one from the image `ghost`, so that your port **8989** leads to its 2368:

```sh
docker run -p 8989:2368 ghost
```

Left is *yours*. Every flag is in the [reference](https://docs.docker.com/reference/cli/docker/).

- its log scrolls by: that is Ghost at work
- then open the page
  1. here
  2. or there

> A container lives as long as its first process.

| flag | meaning |
|------|---------|
| `-i` | keeps standard input open |
| `-t` | gives the process a terminal, so that it thinks a person sits there |

### After that
Leave it with `Ctrl-]`.\\
Type <word>. <!-- unseen -->
"""

INSPECT = "docker inspect -f .Config.Cmd ghost"
RUN = "docker run --name a-very-long-name -e SOMETHING=somewhere -p 2368:8989 --rm -it ghost sh -c 'echo 你好'"


def span(line: str, part: str) -> Span:
    """Where `part` stands in `line`."""
    start = line.index(part)
    return Span(start, start + len(part))


MESSAGES: Mapping[str, tuple[Message, ...]] = MappingProxyType(
    {
        "note": (
            *(Note(text("welcome", title="Altering Container Processes", number=4), tone) for tone in Tone),
            Note(text("holder", name="blog"), Tone.ERROR, ("docker stop blog", "docker run -p 8990:2368 ghost")),
        ),
        "prose": (Prose("Every image says what its containers start."), Prose("Look at `-f`.", Tone.HINT)),
        "step-card": (
            StepCard(1, 25, "Creating a container", "Boot Ghost", MARKDOWN),
            StepCard(2, 25, "", "Look up the command that every container of this image starts", "Print it."),
        ),
        "marked": (
            Marked(text("not-docker", part="| grep x"), "docker ps | grep x", (Span(10, 18),)),
            Marked(text("format"), RUN, (span(RUN, "2368:8989"), span(RUN, "-it"), span(RUN, "你"))),
            Marked(text("format"), "docker run", (Span(10, 10),), Tone.ERROR),
        ),
        "judgement": (
            Judgement(
                VerdictKind.NOT_YET,
                text("format"),
                line=INSPECT,
                marks=(span(INSPECT, ".Config.Cmd"),),
                way=text("braces"),
                ways=("hint", "solution", "skip"),
            ),
            Judgement(VerdictKind.PASSED, None, "It starts `node current/index.js`.", seconds=0.14, number=4, total=25),
            Judgement(
                VerdictKind.PASSED,
                None,
                "Every plain `docker run ghost` starts `node current/index.js`, on this machine and on all others.",
                seconds=12,
                number=24,
                total=25,
            ),
            *(Judgement(kind, text("booting"), number=4, total=25, ways=("skip",)) for kind in VerdictKind),
        ),
        "listing": (
            Listing(
                text("list"),
                ("", "step", "id"),
                (
                    Row("done", ("1", "Boot Ghost", "boot-ghost")),
                    Row("skipped", ("2", "Who named the program?", "which-line")),
                    Row("here", ("3", "Everything that Docker knows about an image", "inspect-image")),
                    Row("todo", ("4", "Only the default command", "inspect-cmd")),
                ),
            ),
            Listing(text("terminals"), (), (Row("running", ("1", "docker run ghost")), Row("none", ("2", "`sh`")))),
        ),
        "options": (
            Options(text("remove", name="blog"), "", (("yes", "this once"), ("no", "leave it as it is")), "no"),
            Options(
                None,
                "Which line **names** the program?",
                (("entrypoint", '`ENTRYPOINT ["docker-entrypoint.sh"]`'), ("cmd", '`CMD ["node"]`')),
            ),
        ),
    },
)

LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "colour": Look(),
        "no colour": Look(colour=False),
        "plain": Look(colour=False, styled=False, plain=True),
        "ascii": Look(colour=False, styled=False, signs=False, encoding="ascii"),
    },
)


@pytest.fixture(autouse=True)
def sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of sentences for these tests."""
    monkeypatch.setattr(texts, "_spoken", {**TEXTS, **SENTENCES})


def printed(message: Message, look: Look, width: int) -> str:
    """What the voice prints."""
    stream = io.StringIO()
    Voice(console_for(look, stream, width), look).say(message)
    return stream.getvalue()


def picture(messages: tuple[Message, ...]) -> str:
    """All the looks of these messages, below each other."""
    parts = []
    for name, look in LOOKS.items():
        for width in (80, 40):
            shown = "".join(printed(message, look, width) for message in messages)
            parts.append(f"==== {name}, {width} columns\n{shown}")
    return "".join(parts).replace("\x1b", "␛")


@pytest.mark.parametrize("kind", MESSAGES)
def test_each_message_looks_as_drawn(kind: str) -> None:
    """A message kind looks as in its snapshot, at both widths and in every look."""
    path = SNAPSHOTS / f"{kind}.txt"
    shown = picture(MESSAGES[kind])
    if os.environ.get("SNAPSHOTS") == "write":
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("name", ["plain", "ascii"])
def test_no_escape_sequence_without_styles(kind: str, name: str) -> None:
    """Where styles are off not one escape sequence is printed."""
    assert all("\x1b" not in printed(message, LOOKS[name], 80) for message in MESSAGES[kind])


@pytest.mark.parametrize("kind", MESSAGES)
def test_ascii_look_prints_ascii_only(kind: str) -> None:
    """Everything can be printed where the stream carries ASCII alone."""
    assert all(printed(message, LOOKS["ascii"], 40).isascii() for message in MESSAGES[kind])


def test_markup_in_typed_text_is_text() -> None:
    """Square brackets in what was typed stay as they are."""
    shown = printed(Note(text("said", words="[bold]x[/bold] [/] :smile:")), LOOKS["plain"], 80)
    assert shown == "  [bold]x[/bold] [/] :smile:\n"


def test_a_long_quoted_value_is_cut() -> None:
    """A 100 kB word quoted in a sentence does not flood the screen."""
    shown = printed(Note(text("holder", name="x" * 100_000)), LOOKS["plain"], 80)
    assert len(shown) < 1000
    assert "…" in shown


def test_code_in_prose_stays_on_one_line_where_it_fits() -> None:
    """A command between backticks is not broken if a line can hold it."""
    shown = printed(Prose("Then you can start it with `docker run ghost` again."), LOOKS["plain"], 40)
    assert "`docker run ghost`" in shown


@pytest.mark.parametrize("kind", VerdictKind)
def test_each_verdict_has_its_own_sign(kind: VerdictKind) -> None:
    """No two verdicts read the same in words, and none of them is silent."""
    words = [Look(plain=True).sign(sign_of_verdict(other)) for other in VerdictKind]
    assert words.count(Look(plain=True).sign(sign_of_verdict(kind))) == 1
    assert "" not in words


HOSTILE = st.text(st.characters(exclude_categories=[]), max_size=120)


@given(words=HOSTILE, width=st.integers(1, 120), name=st.sampled_from(sorted(LOOKS)))
def test_any_message_fits_any_width(words: str, width: int, name: str) -> None:
    """No text and no width makes a message fail, and nothing of it can move the cursor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_spoken", {**TEXTS, **SENTENCES})
        for message in _messages_with(words):
            assert all("\x1b" not in line.plain for line in draw(message, LOOKS[name], width))


def _messages_with(words: str) -> Iterator[Message]:
    yield Note(text("said", words=words), commands=(words,))
    yield StepCard(1, 2, words, words, words)
    yield Marked(text("said", words=words), words, (Span(0, 3),))
    yield Judgement(VerdictKind.PASSED, None, words, words, (Span(1, 2),), 1.0, 1, 2, None, (words,))
    yield Listing(text("said", words=words), (words, ""), (Row("done", (words, words)),))
    yield Options(None, words, ((words, words), ("", "")), words)
