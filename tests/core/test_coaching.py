"""Feedback from the gap: never a bare no, never the same sentence twice in a row, and hints about what was tried."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.core.conversation import Conversation
from tests.core.judging import FACTS, cannot_start, created, did, ended, failed, printed, refused_create
from tests.core.later import conversation
from tutor.core.command import parse
from tutor.core.differences import differences, shape
from tutor.core.docker_errors import translated
from tutor.core.effects import Drop, Offer
from tutor.core.message import Judgement
from tutor.core.outcome import Call, Outcome
from tutor.core.texts import fill

LS = "docker run ghost ls"


def pieces(typed: str, model: str, **more: bool) -> list[tuple[str, str]]:
    """Each difference as its two sentences."""
    return [(fill(one.vague), fill(one.told)) for one in differences(parse(typed), parse(model), **more)]


@pytest.mark.parametrize(
    ("typed", "model", "vague", "told"),
    [
        ("docker ps", "docker exec -it x sh", "docker ps", "docker exec"),
        ("docker run ghost", "docker run -p 8989:2368 ghost", "between the command and `ghost`", "`8989:2368`"),
        ("docker ps", "docker ps -a", "A flag is missing", "`-a`"),
        ("docker run -p 80:80 ghost", "docker run -p 8989:2368 ghost", "`80:80`", "`8989:2368`"),
        ("docker logs", "docker logs blog", "A name is missing", "`blog`"),
        ("docker logs block", "docker logs blog", "`block`", "`blog`"),
        ("docker ps blog", "docker ps", "needs no name", "`blog`"),
        ("docker run ghost", LS, "After `ghost`", "`ls`"),
        ("docker run ghost date", LS, "`date`", "`ls`"),
        ("docker run ghost ls", "docker run ghost", "Nothing follows", "`ls`"),
        ("docker run -it ghost sh", "docker run ghost sh", "too many", "`-i`"),
    ],
)
def test_a_difference_is_told_in_two_steps(typed: str, model: str, vague: str, told: str) -> None:
    """The first sentence says where, without the answer; the second names the word."""
    first = pieces(typed, model)[0]
    assert vague in first[0]
    assert told in first[1]
    assert told not in first[0] or told in typed


@pytest.mark.parametrize(
    "typed",
    [LS, "docker container run ghost ls", "docker run ghost:latest /bin/ls -l", "docker run --name x ghost ls"],
)
def test_what_means_the_same_has_no_difference(typed: str) -> None:
    """Other spellings, harmless flags and further words are not picked on."""
    assert pieces(typed, LS) == []


def test_a_word_of_ones_own_is_no_difference() -> None:
    """Where the model's program is only an example, any other is right."""
    assert pieces("docker run ghost date", "docker run ghost node --version", is_example=True) == []


def test_the_shape_leaves_out_what_was_not_typed() -> None:
    """The model answer with gaps, each run of them as one."""
    assert shape(parse("docker run ghost"), parse("docker run -p 8989:2368 ghost")) == "docker run … ghost"


def test_a_miss_that_comes_again_is_told_otherwise_and_leads_further() -> None:
    """No sentence comes twice in a row, the way on names more each time, and the third offers the solution."""
    talk = Conversation().at("run-ls")
    talk.enter("files")
    said, ways = [], []
    for _ in range(6):
        talk.run("docker run ghost date", ended("docker run ghost date"))
        shown = next(message for message in talk.messages if isinstance(message, Judgement))
        assert shown.text is not None
        assert shown.way is not None
        said.append(fill(shown.text))
        ways.append(fill(shown.way))
        assert ("solution.offer" in talk.keys) == (len(said) == 3)
    assert all(one != other for one, other in pairwise(said))
    assert all(one != other for one, other in pairwise(ways))
    assert len(set(ways)) == 3
    assert "`ls`" not in ways[0]
    assert "docker run ghost …" in ways[1]
    assert "`ls`" in ways[2]


def test_a_known_mistake_that_comes_again_never_leads_on_alike() -> None:
    """Its own way on first, then pieces of the gap, no two alike in a row, hints between them or not."""
    talk = Conversation().at("boot-ghost")
    line = "docker run 8989:2368 ghost"
    ways = []
    for _ in range(5):
        talk.run(line, failed(125, "Unable to find image", calls=refused_create(404)))
        shown = next(message for message in talk.messages if isinstance(message, Judgement))
        assert shown.way is not None
        ways.append(fill(shown.way))
    assert all(one != other for one, other in pairwise(ways))
    talk.enter("hint")
    assert ways[-1] not in talk.said


def test_another_miss_is_told_plainly() -> None:
    """Only the same point twice is "still the same"."""
    talk = Conversation().at("run-ls")
    talk.enter("files")
    talk.run("docker run ghost date", ended("docker run ghost date"))
    talk.run("docker run ghost lls", cannot_start("docker run ghost lls", 127))
    assert not [key for key in talk.keys if key.startswith("again.")]


def test_a_hint_speaks_to_what_was_tried() -> None:
    """After a miss the first thing said is about that line; each hint tells more of it; before it the lesson's."""
    talk = Conversation().at("run-ls")
    talk.enter("files")
    talk.enter("hint")
    assert "hint.tried" not in talk.keys
    talk.run("docker run ghost date", ended("docker run ghost date"))
    talk.enter("hint")
    assert talk.keys[0] == "hint.tried"
    first = talk.said
    assert "docker run ghost date" in first
    talk.enter("hint")
    assert talk.said.splitlines()[0] != first.splitlines()[0]


@pytest.mark.parametrize(
    "line", ["nonsense", "lss", "ls", "exit", "", "start ghost", "docker rnu", "docker run --intercative ghost"]
)
def test_the_same_slip_twice_is_answered_twice_in_other_words(line: str) -> None:
    """Whatever is typed twice, the second answer is another sentence, and the third another than the second."""
    talk = Conversation().at("boot-ghost")
    answers = []
    for _ in range(3):
        talk.enter(line)
        answers.append(talk.said)
    assert answers[0] != answers[1] != answers[2]


def test_what_works_elsewhere_is_not_said_twice_alike() -> None:
    """`docker ps` at another step: kind both times, with other words."""
    talk = Conversation().at("boot-ghost")
    answers = []
    for _ in range(2):
        talk.run("docker ps", printed("CONTAINER ID\n"))
        answers.append(talk.said)
    assert answers[0] != answers[1]


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("dcoker ps", "docker ps"),
        ("docker rnu ghost", "docker run ghost"),
        ("docker run --intercative ghost", "docker run --interactive ghost"),
        ("hnit", "hint"),
        ("run ghost", "docker run ghost"),
        ("skip this one", "skip"),
    ],
)
def test_a_near_miss_is_put_right_on_the_prompt(typed: str, better: str) -> None:
    """One suggestion, ready to be entered."""
    talk = Conversation().at("boot-ghost")
    talk.enter(typed)
    assert talk.done(Offer) == [Offer(better)]


def test_a_misspelled_image_is_put_right_on_the_prompt() -> None:
    """Docker says first that there is none; then the line stands there with the near one."""
    talk = Conversation().at("inspect-image")
    outcome = failed(1, "Error: No such object: ghots")
    talk.run("docker inspect ghots", outcome)
    assert talk.done(Offer) == [Offer("docker inspect ghost")]


def test_a_misspelled_container_is_put_right_on_the_prompt() -> None:
    """The step's own container, if it is nearly called so; another name is left as it is."""
    talk = conversation().at("end-it")
    talk.run("docker stop crnaky_booth", did(code=1))
    assert talk.done(Offer) == [Offer("docker stop cranky_booth")]
    talk.run("docker stop blog", did(code=1))
    assert talk.done(Offer) == []


@pytest.mark.parametrize(
    ("call", "code", "key"),
    [
        (Call("POST", "/containers/create", status=404), 125, "no-image"),
        (Call("POST", "/images/create", status=404), 1, "no-image"),
        (Call("DELETE", "/images/nothing", status=404), 1, "no-image-here"),
        (
            Call("POST", "/containers/create", response='{"message":"network x not found"}', status=404),
            125,
            "no-network",
        ),
        (
            Call("POST", "/containers/ab12/start", response='{"message":"network x not found"}', status=404),
            125,
            "no-network",
        ),
        (Call("DELETE", "/networks/x", status=404), 1, "no-network"),
        (Call("GET", "/volumes/x", status=404), 1, "no-volume"),
        (Call("GET", "/plugins/x/json", status=404), 1, "no-such-thing"),
        (Call("POST", "/containers/create", status=409), 125, "taken"),
        (Call("GET", "/containers/nobody/json", status=404), 1, "no-container"),
        (Call("DELETE", "/containers/blog", status=409), 1, "running"),
        (Call("POST", "/containers/blog/exec", status=409), 1, "not-running"),
        (Call("POST", "/containers/blog/start", status=500), 1, "start"),
        (Call("POST", "/containers/create", status=400), 125, "bad-value"),
        (None, 1, "usage"),
        (Call("GET", "/containers/json", status=200), 127, "not-found-inside"),
    ],
)
def test_a_refusal_of_dockers_is_translated_by_call_and_code(call: Call | None, code: int, key: str) -> None:
    """Engines word it differently; the call that failed is the same."""
    meant = translated(Outcome(code, "Usage:  docker ps", calls=(call,) if call else ()))
    assert meant is not None
    assert meant.key == f"docker-error.{key}"


def test_what_is_missing_is_told_by_all_that_was_asked() -> None:
    """`docker inspect` asks for each kind of thing; a `run` whose container is there lacks something else."""
    asked = tuple(Call("GET", f"/{kind}/x", status=404) for kind in ("containers", "images", "networks", "volumes"))
    inspected = translated(Outcome(1, calls=asked))
    made = (Call("POST", "/containers/create", status=201), Call("POST", "/containers/ab12/start", status=404))
    started = translated(Outcome(125, calls=made))
    assert (inspected and inspected.key, started and started.key) == (
        "docker-error.no-such-thing",
        "docker-error.start",
    )


def test_what_went_well_is_not_translated() -> None:
    """No code, no refusal; and a program's own code is its own affair."""
    assert translated(printed("fine")) is None
    assert translated(Outcome(3, created=(created(LS),))) is None


def test_a_refusal_off_the_steps_path_says_what_it_means() -> None:
    """The code, and under it the plain meaning."""
    talk = Conversation().at("boot-ghost")
    outcome = replace(printed("", 1), calls=(Call("GET", "/containers/nobody/json", status=404),))
    talk.run("docker logs nobody", outcome)
    assert "no container has that name" in talk.said


def test_a_line_that_misses_drops_the_rest_of_a_pasted_block() -> None:
    """A miss, a slip and a line that cannot be read stop the block; what works does not."""
    talk = Conversation().at("inspect-image")
    talk.run("docker ps", printed("CONTAINER ID\n"))
    assert talk.done(Drop) == []
    talk.run("docker inspect ghots", failed(1, "Error: No such object: ghots", calls=refused_create(404)))
    assert talk.done(Drop) == [Drop()]
    for slip in ("nonsense", "ls", "docker rnu", "docker run |"):
        talk.enter(slip)
        assert talk.done(Drop) == [Drop()], slip


def test_a_digest_is_told_as_short_as_in_dockers_lists() -> None:
    """An image's id of 64 digits is cut to 12."""
    talk = Conversation().at("inspect-image")
    talk.run("docker inspect -f '{{.Config.Cmd}}' ghost", printed("[node current/index.js]\n"))
    digits = FACTS.image.id.removeprefix("sha256:") if FACTS.image else ""
    assert len(digits) == 64
    assert f"{digits[:12]}…" in talk.said
    assert digits not in talk.said


def test_the_shape_knows_that_a_command_has_two_names() -> None:
    """Whoever types `docker ps` is shown the words of the model's own name for it."""
    assert shape(parse("docker ps -aq"), parse("docker container ls -a")) == "docker container ls …"
