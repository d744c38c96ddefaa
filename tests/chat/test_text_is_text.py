"""Text is only text: names, labels, log lines and lessons cannot move the cursor, hide, or speak rich's markup."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.chat.look import Look
from tutor.chat.render import Voice, console_for
from tutor.core import texts
from tutor.core.message import Judgement, Listing, Marked, Note, Options, Prose, Row, StepCard, Tone, text
from tutor.core.spans import Span
from tutor.core.texts.en import TEXTS
from tutor.core.verdict import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.core.message import Message

OWN_STYLES = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)")
HOSTILE = st.one_of(
    st.sampled_from(
        [
            "\x1b[2J\x1b[H", "\x1b]0;owned\x07", "\x1b]52;c;cm0gLXJm\x07", "\x9b31m", "\x1bP+q\x1b\\", "a\rb", "a\bb",
            "\u202egnp.exe", "\u200bx", "[red]x[/red]", "[/]", "[link=file:///etc/passwd]x[/link]", "[@click=quit]x[/]",
            ":boom:", "\x1b[?1049h", "\x1b[6n", "{words}", "{0.__class__}", "%s%n", "\x00", "\ud800", "\x0e", "\u2028",
        ]
    ),
    st.text(st.characters(exclude_categories=[]), max_size=40),
).filter(bool)  # fmt: skip


def messages(words: str) -> tuple[Message, ...]:
    """Every kind of message, with these words wherever words of others can stand."""
    said = text("said", words=words)
    return (
        Note(said, Tone.ERROR, (words,)),
        Prose(words),
        StepCard(1, 2, words, words, words),
        Marked(said, words, (Span(0, len(words)),)),
        Judgement(VerdictKind.NOT_YET, said, words, words, (Span(0, 1),), way=said, ways=(words,)),
        Listing(said, (words,), (Row("done", (words,)),)),
        Options(said, words, ((words, words),), words),
    )


@pytest.fixture(autouse=True, scope="module")
def _sentence() -> Iterator[None]:
    """One sentence more, which is nothing but its words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_spoken", {**TEXTS, "said": "{words}"})
        yield


def printed(message: Message, *, styled: bool) -> str:
    """What a terminal is sent."""
    look = Look(colour=styled, styled=styled)
    stream = io.StringIO()
    Voice(console_for(look, stream, 60), look).say(message)
    return stream.getvalue()


@given(HOSTILE)
def test_no_control_character_of_anothers_is_printed(words: str) -> None:
    """Without styles only line ends are control characters; with them, only the tutor's own styles and links more."""
    for message in messages(words):
        for styled in (False, True):
            shown = printed(message, styled=styled)
            left = LINK.sub("", OWN_STYLES.sub("", shown)) if styled else shown
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b\u2028\ud800-\udfff]", left), message


@pytest.mark.parametrize("words", ["[red]x[/red]", "[/]", "[link=file:///etc/passwd]x[/link]", "[b]", ":boom:"])
def test_markup_is_printed_as_it_stands(words: str) -> None:
    """Square brackets and colons of others' words come out as they went in."""
    for message in (Note(text("said", words=words)), Marked(text("said", words="x"), words, ())):
        assert words in printed(message, styled=False)
