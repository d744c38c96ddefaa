"""What can be said of a lesson without a daemon, each finding by a lesson that has just that fault."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tutor.authoring.lint import lesson_files, lint_path
from tutor.cli import main
from tutor.core.mistakes import MISTAKES
from tutor.errors import UsageError

ROOT = Path(__file__).parents[2]
GOOD = """\
---
format: 1
id: good
title: Good
image: ghost
minutes: 2
---
# One
## Ask for the time
Words behind the image's name say what runs. See [Docker's page](https://docs.docker.com/reference/).
`date` prints the time: run that.
```step
id: ask-time
kind: do
do: docker run --rm ghost date
pass:
  container: {image: ghost, command: [date], removed: true, exit: "0"}
passed: "Its clock is that of your machine."
hints:
  - "There is a flag for a container that leaves nothing behind."
  - "`--rm` stands before the image."
wrong:
  - {try: docker run --rm date ghost, mistake: image-command-swapped}
  - {try: docker run --rm ghost lss, mistake: not-in-image}
```
"""


def linted(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """The findings of the good lesson with these pieces replaced: `LINE: message`."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "good.md"
    path.write_text(text, encoding="utf-8")
    return [f"{found.line}: {found.message}" for found in lint_path(path, frozenset(MISTAKES)).findings]


def test_a_good_lesson_has_no_findings(tmp_path: Path) -> None:
    """Nothing is said where there is nothing to say."""
    assert linted(tmp_path) == []


def test_the_shipped_lessons_have_no_findings() -> None:
    """What is handed to learners is as good as can be told without a daemon."""
    found = lint_path(ROOT / "lessons", frozenset(MISTAKES))
    assert found.files > 0
    assert [f"{one.line}: {one.message}" for one in found.findings] == []


LONG = "Word after word after word. " * 20
FAULTS = (
    ("an unknown key", ("hints:", "hnits:"), "19: The step has no key `hnits`. Did you mean `hints`?"),
    ("one hint", ('  - "`--rm` stands before the image."\n', ""), "has 1 of at least 2 hints"),
    ("an unknown fixture", ("kind: do\n", "kind: do\nneeds: [nobody]\n"), "There is no fixture `nobody`"),
    ("no docker command", ("do: docker run --rm ghost date", "do: docker rnu --rm ghost date"), "is no docker command"),
    ("a flag missing", ("do: docker run --rm ghost date", "do: docker run ghost date"), "has no `--rm`"),
    ("a flag too many", ("removed: true", "removed: false"), "must be passed without `--rm`"),
    ("another command", ("command: [date]", "command: [ls]"), "asks for `ls`, and its model answer runs `date`"),
    ("the default", ("command: [date]", "command: default"), "asks for the image's default command"),
    ("no new container", ("do: docker run --rm ghost date", "do: docker rm ghost"), "`docker rm` makes none"),
    ("a contradiction", ("removed: true", "removed: true, running: true"), "runs and has ended"),
    ("a port", ("removed: true", "removed: true, published: 80/tcp"), "has no `--publish`"),
    ("a right wrong", ("docker run --rm date ghost", "docker container run --rm=true ghost date"), "in other words"),
    ("an open hint", ("There is a flag", "`docker run --rm ghost date`"), "gives the whole model answer"),
    ("a telling hint", ("There is a flag", "`--rm` is it,"), "all that is new in the model answer (--rm)"),
    ("a long text", ("`date` prints", f"{LONG}\n`date` prints"), "lines of text before anything can be typed"),
    ("an open link", ("https://docs", "http://docs"), "10: The link to `http://docs.docker.com/reference/` must"),
    ("a broken link", ("docker.com/reference/", "docker.com/ref erence/"), "10: The link to"),
    (
        "a missing program",
        ("do: docker run --rm ghost date", "do: docker run --rm ghost gcc"),
        "runs `gcc`, which is not in the image",
    ),
    ("a program that is there", ("ghost lss", "ghost ls"), "says of `ls` that it is no program of the image"),
    ("a fixed command", ("Its clock", "Not `node current/index.js`: its clock"), "writes `node current/index.js` out"),
    (
        "a Dockerfile",
        ("`date` prints", "```Dockerfile\nEXPOSE 80\n```\n`date` prints"),
        "12: The image has `EXPOSE 2368`",
    ),
    (
        "a fact of no need",
        ('removed: true, exit: "0"}', "removed: true}\n  output: {contains: ['{{container}}']}"),
        "asks for {{container}} but",
    ),
)


@pytest.mark.parametrize(("change", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_found(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """The finding names the line and says what is wrong."""
    found = linted(tmp_path, change)
    assert any(said in one for one in found), found


QUESTION = """\
## Which?
```step
id: which
kind: question
ask:
  text: Which?
  choices:
    - {word: CMD, text: the command, right: true, say: "Yes."}
    - {word: EXPOSE, text: the port, say: "No."}
hints: [HINT, "It is CMD."]
```
"""


@pytest.mark.parametrize(("hint", "is_found"), [("Not the port.", False), ("Look at CMD.", True), ("`CMD`!", True)])
def test_a_hint_that_names_the_right_choice_is_found(tmp_path: Path, hint: str, is_found: bool) -> None:  # noqa: FBT001 -- a parameter
    """Before the last hint the right choice is not named."""
    path = tmp_path / "good.md"
    path.write_text(GOOD + QUESTION.replace("HINT", json.dumps(hint)), encoding="utf-8")
    found = [one.message for one in lint_path(path, frozenset(MISTAKES)).findings]
    assert any("right choice (CMD)" in one for one in found) is is_found


def test_words_of_earlier_answers_are_no_secret(tmp_path: Path) -> None:
    """A hint may repeat what the learner has typed before."""
    again = re.search(r"## Ask.*", GOOD, re.DOTALL)
    assert again
    later = again[0].replace("ask-time", "ask-again").replace("There is a flag for", "`--rm` is the flag for")
    path = tmp_path / "good.md"
    path.write_text(GOOD + later, encoding="utf-8")
    assert lint_path(path, frozenset(MISTAKES)).findings == ()


def test_a_folder_is_linted_whole(tmp_path: Path) -> None:
    """Every lesson file of it; what is none by its name is passed over."""
    for name in ("good.md", "other.md", "README.md", "_draft.md", "notes.txt"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert [path.name for path in lesson_files(tmp_path)] == ["good.md", "other.md"]
    assert [found.file for found in lint_path(tmp_path, frozenset(MISTAKES)).findings] == [str(tmp_path / "other.md")]


def test_an_unreadable_file_is_a_finding(tmp_path: Path) -> None:
    """Bytes that are no text, and no front matter at all."""
    (tmp_path / "bytes.md").write_bytes(b"\xff\xfe")
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    assert len(lint_path(tmp_path, frozenset(MISTAKES)).findings) >= 2


def test_no_lesson_at_all_is_a_wrong_use(tmp_path: Path) -> None:
    """A folder without lessons, and a path that leads nowhere."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError):
            lint_path(path, frozenset(MISTAKES))


@pytest.mark.usefixtures("home")
def test_the_command_says_file_line_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings end in 2, none in 0; as data they are the same."""
    path = tmp_path / "good.md"
    path.write_text(GOOD.replace("hints:", "hnits:"), encoding="utf-8")
    assert main(["author", "lint", str(path)]) == 2
    assert capsys.readouterr().out.startswith(f"{path}:19: The step has no key `hnits`.")
    assert main(["author", "lint", str(path), "--json"]) == 2
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["line"]) == (str(path), 19)
    path.write_text(GOOD, encoding="utf-8")
    assert main(["author", "lint", str(path)]) == 0
    assert capsys.readouterr().out == "1 lesson file, nothing to better.\n"
