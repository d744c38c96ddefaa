"""The tutor's own program, typed at its own prompt."""

from __future__ import annotations

import pytest

from tests.core.conversation import Conversation
from tutor.core import effects


@pytest.mark.parametrize("line", ["docker tutor", "docker --context x tutor lessons", "docker-tutor"])
def test_no_tutor_in_the_tutor(line: str) -> None:
    """No second tutor is started, nor is the docker command asked about it; the learner is told where they are."""
    conversation = Conversation().begin()
    conversation.enter(line)
    assert conversation.keys == ["line.here"]
    assert not conversation.done(effects.Do)
    assert not conversation.done(effects.Run)


def test_a_word_of_ours_behind_it_is_offered() -> None:
    """`docker tutor progress` puts `progress` on the prompt."""
    conversation = Conversation().begin()
    conversation.enter("docker tutor progress")
    assert [offer.line for offer in conversation.done(effects.Offer)] == ["progress"]
