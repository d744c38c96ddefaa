"""The shipped concept cards answer what beginners ask, and say nothing about what they know nothing of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.concepts import Concepts, Library
from tutor.core.concept import AskConcepts
from tutor.lessonfile.cards import card_files, load_card

LESSONS = Path(__file__).parents[1] / "lessons"
CARDS = tuple(load_card(path) for path in card_files([LESSONS]))
CONCEPTS = Concepts(CARDS)

ASKED = [
    ("what is an image?", "image"),
    ("What is a container?", "container"),
    ("what's the difference between an image and a container", "image|container"),
    ("how is docker different from a VM?", "virtual-machine"),
    ("what is PID 1?", "pid-1"),
    ("why does the container stop at once?", "pid-1"),
    ("how do i keep a container running", "pid-1"),
    ("what is CMD", "cmd"),
    ("how do I override the command of an image?", "cmd"),
    ("what is an entrypoint?", "entrypoint"),
    ("difference between CMD and ENTRYPOINT", "entrypoint"),
    ("what does docker-entrypoint.sh do?", "entrypoint"),
    ("what is the exec form", "exec-form"),
    ("why are there square brackets in CMD?", "exec-form"),
    ("what is SIGTERM", "signals"),
    ("why does Ctrl-C not work?", "signals"),
    ("what does exit code 137 mean?", "exit-codes"),
    ("code 127", "exit-codes"),
    ("what does -d do?", "detached"),
    ("how do i run something in the background", "detached"),
    ("-p", "publish"),
    ("what does -p 8989:2368 mean", "publish"),
    ("how can I reach it from my browser", "publish"),
    ("what does EXPOSE do?", "expose"),
    ("what is stdin", "stdin"),
    ("what does -it mean?", "stdin|pseudo-terminal"),
    ("what is a tty?", "pseudo-terminal"),
    ("the input device is not a TTY", "pseudo-terminal"),
    ("what is an anonymous volume?", "anonymous-volume"),
    ("how do i keep my data?", "volume"),
    ("how do I mount a folder of my computer", "bind-mount"),
    ("how do I free disk space?", "prune"),
    ("where can I see what it printed?", "logs"),
    ("how do i get into a running container?", "exec"),
    ("run or exec?", "exec"),
    ("what is attach?", "attach"),
    ("how do I stop a container?", "start-stop"),
    ("how do I start a stopped container again", "start-stop"),
    ("how do i delete a container", "remove"),
    ("what does --rm do?", "auto-remove"),
    ("rmi", "remove-image"),
    ("where does the name quirky_bell come from?", "names"),
    ("how do I list all containers", "list"),
    ("what is latest?", "tags"),
    ("where do images come from?", "registry"),
    ("how do I build my own image?", "dockerfile"),
    ("what are layers?", "layers"),
    ("NODE_ENV", "environment"),
    ("how do containers talk to each other", "network"),
    ("why the curly braces?", "inspect"),
    ("restart a container automatically after a reboot", "restart-policy"),
    ("what is docker?", "daemon"),
    ("cannot connect to the docker daemon", "daemon"),
    ("what is docker compose?", "compose"),
    ("how do I copy a file out of the container", "copy"),
    ("how much memory does a container use", "resources"),
    ("how do I get out of the container?", "detach-or-stop"),
    ("what does docker run do?", "run"),
    ("what is a contianer?", "container"),
    ("what is an enviroment variable?", "environment"),
]
"""Questions as beginners put them, and the card that answers; either of two where both do."""

UNKNOWN = [
    "what is the meaning of life?",
    "how do I bake bread?",
    "who won the world cup in 1998?",
    "what is kubernetes?",
    "how do I install python on windows",
    "what time is it?",
    "what is git rebase?",
    "what is swarm",
    "asdf qwer",
    "?",
    "",
]


@pytest.mark.parametrize(("question", "cards"), ASKED)
def test_a_question_finds_its_card(question: str, cards: str) -> None:
    """Without any context, in a beginner's words."""
    found = CONCEPTS.ask(question).concept
    assert found is not None
    assert found.id in cards.split("|")


@pytest.mark.parametrize("question", UNKNOWN)
def test_what_no_card_knows_is_admitted(question: str) -> None:
    """No card is better than a wrong one."""
    assert CONCEPTS.ask(question).concept is None


def test_an_unanswered_question_gets_the_nearest_titles() -> None:
    """At most three of them, from what the question and the step are about."""
    found = CONCEPTS.ask("what is swarm", "Publish a port of the container")
    assert found.concept is None
    assert 1 <= len(found.near) <= 3
    assert "Publishing a port" in found.near


def test_the_step_decides_between_two_cards_and_hides_none() -> None:
    """The context weighs; a question that names its card gets it anywhere."""
    at_formats = "Only the default command docker inspect -f '{{.Config.Cmd}}' ghost"
    at_logs = "What it said docker logs quirky_bell"
    assert {CONCEPTS.ask("what does -f do", at).concept.id for at in (at_formats, at_logs)} == {"inspect", "logs"}  # type: ignore[union-attr]  # both are known
    for context in (at_formats, at_logs):
        volume = CONCEPTS.ask("what is a volume", context).concept
        assert volume is not None
        assert volume.id == "volume"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_card_is_found_by_its_title(card: object) -> None:
    """A title that is offered as the nearest can be asked for."""
    found = CONCEPTS.ask(card.title).concept  # type: ignore[attr-defined]  # a Concept
    assert found is card


def test_there_are_enough_cards() -> None:
    """All that the lesson speaks of has one."""
    assert len(CARDS) >= 25


def test_own_cards_go_before_shipped_ones_and_broken_ones_are_left_out(tmp_path: Path) -> None:
    """Cards lie beside the lessons of any lesson folder."""
    folder = tmp_path / "concepts"
    folder.mkdir()
    text = (LESSONS / "concepts" / "volume.md").read_text(encoding="utf-8")
    (folder / "volume.md").write_text(text.replace("title: Volume", "title: Our volume"), encoding="utf-8")
    (folder / "broken.md").write_text("nothing", encoding="utf-8")
    found = Library([tmp_path, LESSONS]).ask(AskConcepts("what is a volume"))
    assert found.concept is not None
    assert found.concept.title == "Our volume"


def test_no_cards_at_all_is_no_fault(tmp_path: Path) -> None:
    """Then nothing is known, which is said as ever."""
    assert Library([tmp_path]).ask(AskConcepts("what is a volume")).concept is None
