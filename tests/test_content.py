"""Lesson files: a valid one loads as it is meant; of a broken one every problem is named with line and cure."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from tutor.content import (
    LessonEntry,
    LessonFileError,
    available,
    find,
    lesson_roots,
    lint,
    load,
    parse_lesson,
    schema,
)
from tutor.core.lesson import CommandWanted, StepKind, Where
from tutor.errors import LessonError
from tutor.lessonfile.yaml_tree import LOADER, BrokenYamlError, parse_yaml, plain_value

ROOT = Path(__file__).parent.parent
MISTAKES = frozenset(
    "ports-swapped no-publish port-taken image-command-swapped stopped-too-soon rmi-for-rm image-as-container".split()
)
HEAD = "---\nformat: 1\nid: small\ntitle: Small\nimage: ghost\nminutes: 5\n---\n"
READ = "```step\nid: {id}\nkind: read\n```\n"


def documented(name: str = "docs/lesson-format.md") -> str:
    """The example in the documentation."""
    found = re.search(
        r"^````markdown\n(.*?)^````$", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found
    return found[1]


def small(body: str, head: str = HEAD) -> str:
    """A lesson of one section with that body."""
    return f"{head}# One\n{body}"


def problems(text: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of everything that is wrong with the text; it must be something."""
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(text, "x.md", MISTAKES)
    return [(problem.line, problem.message, problem.hint) for problem in caught.value.problems]


def changed(old: str, new: str) -> tuple[str, int]:
    """The documented example with one place changed, and the line of that place."""
    example = documented()
    assert old in example
    return example.replace(old, new, 1), example[: example.index(old)].count("\n") + 1


def test_the_documented_example_loads_and_has_no_findings() -> None:
    """What the documentation shows must be a lesson that could be shipped."""
    lesson = parse_lesson(documented(), "first-look.md", MISTAKES)
    assert lint(lesson) == ()
    assert (lesson.id, lesson.title, lesson.image, lesson.minutes) == ("first-look", "A first look", "ghost", 5)
    assert [(step.section, step.title, step.id) for step in lesson.steps] == [
        ("Starting", "Boot Ghost", "boot-ghost"),
        ("Starting", "Which command?", "which-command"),
        ("Looking and removing", "Files, or a server?", "run-ls"),
        ("Looking and removing", "Remove it", "remove"),
        ("Looking and removing", "What you saw", "what-you-saw"),
    ]
    assert lesson.summary == "Start a container, see it, take it away."
    assert lesson.intro == "In five minutes you start a container, look at it, and remove it."
    assert lesson.outro == "`docker run --help` shows the rest."


def test_every_part_of_a_step_becomes_its_value() -> None:
    """Texts must stay as written, and numbers and true or false must become what the judge compares with."""
    boot, which, run_ls, remove, _ = parse_lesson(documented(), "first-look.md", MISTAKES).steps
    assert boot.kind is StepKind.DO
    assert boot.do == "docker run -p {{port}}:2368 ghost"
    assert boot.passing
    assert boot.passing.answers is True
    assert boot.passing.container
    assert boot.passing.container.command is CommandWanted.DEFAULT
    assert (boot.passing.container.running, boot.passing.container.tty) == (True, None)
    assert boot.passing.container.published == "2368/tcp"
    assert [(one.mistake, one.given) for one in boot.wrong][2] == ("port-taken", ("port-taken",))
    assert boot.variants["wants-mysql"].do == "docker run -e NODE_ENV=development -p {{port}}:2368 ghost"
    assert documented().split("\n")[boot.line_number - 1] == "## Boot Ghost"
    assert which.ask
    assert [(choice.word, choice.right) for choice in which.ask.choices] == [("cmd", True), ("expose", False)]
    assert run_ls.passing
    assert run_ls.passing.container
    assert run_ls.passing.container.command == ("ls",)
    assert run_ls.passing.container.exit == "0"
    assert run_ls.passing.output
    assert run_ls.passing.output.without == ("Creating table",)
    assert remove.needs == ("stopped-ls",)


def test_fixtures_say_where_their_command_stays() -> None:
    """`in: terminal` must be kept, and detached must be what is meant without it."""
    head = HEAD.replace("---\n#", "").replace(
        "minutes: 5\n",
        "minutes: 5\nfixtures:\n  one: {run: docker run ghost, in: terminal}\n  two: {run: docker run x}\n",
    )
    fixtures = parse_lesson(small("## A\n" + READ.format(id="a"), head), "small.md", MISTAKES).fixtures
    assert [(fixture.name, fixture.place) for fixture in fixtures.values()] == [
        ("one", Where.TERMINAL),
        ("two", Where.DETACHED),
    ]


def test_prose_goes_where_it_is_read() -> None:
    """Text of the first section opens the lesson; that of a later one opens its first step; code stays untouched."""
    body = (
        "opening\n\n## A\nof a\n\n### not a step\n\n    # not a section\n" + READ.format(id="a")
        + "# Two\nof two\n## B\nof b\n~~~sh\n# a comment\n~~~\n" + READ.format(id="b")
    )  # fmt: skip
    lesson = parse_lesson(small(body, HEAD + "before\n"), "small.md", MISTAKES)
    assert lesson.intro == "before\n\nopening"
    assert [step.prose for step in lesson.steps] == [
        "of a\n\n### not a step\n\n    # not a section",
        "of two\n\nof b\n~~~sh\n# a comment\n~~~",
    ]
    assert lesson.outro == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path, end: str) -> None:
    """A file saved on another system must load as the same lesson."""
    path = tmp_path / "first-look.md"
    path.write_bytes(b"\xef\xbb\xbf" + documented().replace("\n", end).encode())
    assert load(path, MISTAKES) == parse_lesson(documented(), str(path), MISTAKES)


BREAKS = [
    # old, new, line (0: that of the change), message, hint
    ("hints:", "hnits:", 0, "The step has no key `hnits`.", "Did you mean `hints`?"),
    ("running: true", "runing: true", 0, "`container` has no key `runing`.", "Did you mean `running`?"),
    ("kind: do", "kind: doo", 0, "`kind` cannot be `doo`.", "Did you mean `do`?"),
    ("minutes: 5", "minutes: five", 0, "`minutes` must be whole minutes, 1 to 600, not `five`.", ""),
    ("minutes: 5", "minutes: 0", 0, "`minutes` must be whole minutes, 1 to 600, not `0`.", ""),
    ("running: true", "running: yes", 0, "`running` must be true or false, not `yes`.", ""),
    ("format: 1\n", "", 2, "The front matter has no `format`.", "Add `format: …`."),
    ("id: run-ls\n", "", 0, "The step has no `id`.", "Add `id: …`."),
    ("do: docker rm {{container}}\n", "", -2, "A `do` step needs `do`.", "Add `do: …`."),
    ("id: run-ls", "id: boot-ghost", 0, "The id `boot-ghost` is taken by the step on line 19.",
     "Each step needs an id of its own."),
    ("id: run-ls", "id: Run ls", 0, "`id` must be small letters, digits and dashes: `run-ls`, not `Run ls`.", ""),
    ("needs: [stopped-ls]", "needs: stopped-ls", 0, "`needs` must be a list, not `stopped-ls`.",
     "Write [ and ] around it, or each item on a line of its own behind `- `."),
    ("needs: [stopped-ls]", "needs: [stoped-ls]", 0, "There is no fixture `stoped-ls`.", "Did you mean `stopped-ls`?"),
    ("needs: [stopped-ls]", "needs:\n  - stopped-ls\n  - other", 2, "There is no fixture `other`.", "Known are `stopped-ls`."),
    ("mistake: no-publish", "mistake: no-publsh", 0, "There is no mistake `no-publsh`.", "Did you mean `no-publish`?"),
    ("wants-mysql:\n", "want-mysql:\n", 0, "There is no variant `want-mysql`.", "Did you mean `wants-mysql`?"),
    ("command: [ls]", "command: ls", 0, "`command` cannot be `ls`.", "Known are `default`, `own`. Or give a list: `[ls]`."),
    ("2368/tcp,", "2368,", None, "", ""),
    ("published: 2368/tcp", "published: 2368", 0,
     "`published` must be a port of the container such as `2368/tcp`, not `2368`.", ""),
    (", published: 2368/tcp", "", 1, "`answers` needs to know which port of the container is asked.",
     "Add `published` to `container`."),
    ("exit: 0\npassed", "exit: zero\npassed", 0, "`exit` must be an exit code such as 0, not `zero`.", ""),
    ("exit: 0\npassed", "exit:\npassed", 0, "`exit` is empty.", "Write something behind it, or leave the key out."),
    ("pass:\n  exit: 0", "pass: {}", 0, "`pass` is empty.", "Write something behind it, or leave the key out."),
    ("do: docker rm", "do: rm", 0, "`do` must be one line that begins with `docker `, not `rm {{container}}`.", ""),
    ("kind: read", "kind: read\nhints: [a]", 1, "A `read` step has no `hints`.",
     "Steps of these kinds have one: `do`, `predict`, `question`."),
    ('right: true, say: "Yes', 'say: "Yes', -1, "No choice is right.", "Give one of them `right: true`."),
    ("word: cmd", "word: skip", 0, "`skip` is a word of the tutor's.", "Take another for this choice."),
    ("word: cmd", "word: Expose", 1, "Two choices have the word `expose`.", "Each needs a word of its own."),
    ('hints: ["The word is `rm`.", "It wants', "hints: ['', \"It wants", 0, "An item of `hints` is empty.",
     "Write something behind it, or leave the key out."),
    ("{try: docker run ghost, mistake: stopped-too-soon}", "{try: docker run ghost ls, mistake: stopped-too-soon}", 0,
     "This wrong answer is the step's own `do`.", "Change one of them, or say what is `given`."),
    ("{try: docker rm ghost, mistake: image-as-container}", "{try: docker rmi ghost, mistake: rmi-for-rm}", 0,
     "The wrong answer `docker rmi ghost` is here twice.", "Delete one."),
    ("kind: read", "kind: read\nkind: do", 1, "The key `kind` is here twice.", "It is on line 98 already."),
    # facts
    ("{{port}} on", "{{prot}} on", 0, "There is no fact `{{prot}}`.",
     "Did you mean `port`? Docker's own fields begin with a dot: `{{.Names}}`."),
    ("that holds", "that holds", None, "", ""),
    # YAML
    ('"docker run -p 2368:{{port}} ghost"', "docker run -p {{port}} ghost", 0, None,
     "Put quotes around a text that holds {{ or }}."),
    ("do: docker run -p {{port}}:2368 ghost", "do: {{port}}", 0, "Braces or brackets stand here where a key is expected.",
     "Put quotes around a text that holds {{ or }}."),
    ('passed: "A list, and', "passed: A list: and", 0, None, None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: see issue #3", 0, None, None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: see the issue #3", 0, None, None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: `ls` took its place.", 0, None, None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: *so*", 0, None, None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: *so", 0,
     "`*so` is an alias to YAML; lessons have none.", None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: &a so", 0,
     "`&a` is an anchor to YAML; lessons have none.", None),
    ('passed: "A list, and no server: `ls` took its place."', "passed: !so it", 0,
     "The tag `!so` stands here; lessons have none.", None),
    ('passed: "A list, and no server: `ls` took its place."', "\tpassed: so", 0, None,
     "Indent with spaces: YAML takes no tabs there."),
    ('passed: "A list, and no server: `ls` took its place."', "passed: " + "[" * 40 + "]" * 40, 0,
     "This is nested too deeply.", None),
    ("kind: read", "kind: read\n---\nid: x", 1, "A second YAML document begins here.", "Delete the line `---` or `...`."),
    ("id: what-you-saw\nkind: read", "just words", 0, "Here must be lines of `key: value`.", None),
    ("id: what-you-saw\nkind: read", "# nothing", 0, "Nothing is written here.", None),
    # Markdown
    ("kind: read\n```", "kind: read\n```\nmore", 2, "Text behind a step's block is never shown.",
     "Move it above the block, or into the block behind `passed:`."),
    ("## Boot Ghost\n", "", 2, "This step has no title.", "Each step block needs a line `## Title` above it."),
    ("# Starting\n", "", 1, "The step `Boot Ghost` stands in no section.", "Put a `# Section` above."),
    ("```step\nid: boot", "```steps\nid: boot", -3, "The step `Boot Ghost` has no ```step block.", None),
    ("# Where to go", "# Empty\n\n# Where to go", 0, "The section `Empty` has no step.", None),
    ("`docker run --help` shows the rest.\n", "", -1, "The section `Where to go from here` is empty.", "Delete it."),
    ("```step\nid: what-you-saw\nkind: read\n```", "- ```step\n  id: x\n  ```", 0,
     "This step block stands inside a list or a quote.", "Begin its ``` at the line's start."),
    ("## Remove it", "##", 0, "This heading is empty.", "Give it a title."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message", "hint"), [row for row in BREAKS if row[2] is not None])
def test_a_broken_place_is_named_with_its_line_and_cure(
    old: str, new: str, line: int, message: str | None, hint: str | None
) -> None:
    """The first problem must be the one made, on its very line, with the sentence and the cure that help."""
    text, place = changed(old, new)
    found = problems(text)[0]
    assert found[0] == (line if old == "format: 1\n" else place + line)
    assert message is None or found[1] == message
    assert hint is None or found[2] == hint
    assert found[2] or " must be " in found[1]


def test_all_problems_are_told_at_once_by_line() -> None:
    """An author must not have to load a lesson once for each slip."""
    text = documented()
    for old, new in (("hints:", "hnits:"), ("kind: read", "kind: raed"), ("{{port}} on", "{{prot}} on")):
        text = text.replace(old, new, 1)
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(text, "x.md", MISTAKES)
    assert caught.value.message.split("\n") == [
        "x.md has 3 problems:",
        "x.md:16: There is no fact `{{prot}}`. Did you mean `port`? Docker's own fields begin with a dot: `{{.Names}}`.",
        "x.md:30: The step has no key `hnits`. Did you mean `hints`?",
        "x.md:98: `kind` cannot be `raed`. Did you mean `read`?",
    ]


def test_one_problem_is_a_sentence_and_its_cure() -> None:
    """A single problem must be told as message and hint, file and line before it."""
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(changed("hints:", "hnits:")[0], "x.md", MISTAKES)
    assert caught.value.message == "x.md:30: The step has no key `hnits`."
    assert caught.value.hint == "Did you mean `hints`?"


def test_thousands_of_problems_are_cut_to_what_can_be_read() -> None:
    """The message must stay short; the problems themselves are all there."""
    body = "".join(f"## S{number}\n" + READ.format(id="same") for number in range(500))
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(small(body), "x.md", MISTAKES)
    assert len(caught.value.problems) == 499
    assert caught.value.message.endswith("… and 479 more")


def test_a_newer_format_is_all_that_is_said() -> None:
    """What a newer format means is not known here: no other problem may be told, only that it is newer."""
    text = changed("format: 1", "format: 7\nsparkle: true")[0].replace("kind: read", "kind: sing")
    assert problems(text) == [
        (
            2,
            "This lesson is written in format 7; this docker-tutor reads format 1.",
            "Get a newer one: pip install --upgrade docker-tutor",
        )
    ]


@pytest.mark.parametrize("text", ["", "# A\n", "\n---\nid: x\n---\n", "---\nformat: 1\n", "--- \n"])
def test_a_file_without_front_matter_says_how_it_begins(text: str) -> None:
    """Any Markdown file that is no lesson must be told apart in one sentence."""
    found = problems(text)
    assert [(line, message) for line, message, _ in found] == [(1, "There is no front matter.")]


def test_a_lesson_without_steps_is_none() -> None:
    """Front matter alone must not load."""
    assert problems(HEAD)[0][:2] == (1, "This lesson has no steps.")
    assert problems(HEAD + "# One\ntext\n")[0][:2] == (1, "This lesson has no steps.")


def test_a_block_that_never_ends_is_named_where_it_begins() -> None:
    """The missing fence must be told, not what the YAML parser makes of the rest of the file."""
    found = problems(small("## A\n```step\nid: a\nkind: read\n\n## B\n" + "text\n"))
    assert found == [(10, "The step block that begins here never ends.", "End it with a line ```.")]


@pytest.mark.parametrize("unclosed", ["'it''s", '"it'])
def test_a_quote_that_never_ends_is_named_where_it_begins(unclosed: str) -> None:
    """The YAML parser notices at the block's end; the author needs the line of the quote."""
    found = problems(small(f"## A\n```step\nid: a\npassed: {unclosed}\nkind: read\n```\n"))
    assert found[0][0] == 12
    assert found[0][2] == "The quote that begins here does not end; inside '…' a ' is written twice."


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("kind: question\nask: {text: x}", 12, "`ask` needs either `choices` or `answers`."),
        ("kind: question\nask: {text: x, answers: [y], choices: [{word: a, text: a, right: true}, {word: b, text: b}]}",
         12, "`ask` needs either `choices` or `answers`."),
        ("kind: question\nask: {text: x, choices: [{word: a, text: a, right: true}]}", 12, "There is nothing to choose."),
        ("kind: predict\nask: {text: x, answers: [y]}\ndo: docker ps\npass: {exit: 0}", 12,
         "A guess is chosen, never typed: `ask` has no `answers` here."),
        ("kind: question\nask: [x]", 12, "`ask` must be keys with values, not a list."),
        ("kind: question\nask: {text: x, choices: [{word: a, text: well, yes}, {word: b, text: b}]}", 12,
         "An item of `choices` has no key `yes`."),
        ("kind: do\ndo: [docker, ps]\npass: {exit: 0}", 12,
         "`do` must be one line that begins with `docker `, not a list."),
        ("kind: do\ndo: |\n  docker ps\n  docker ps\npass: {exit: 0}", 12,
         "`do` must be one line that begins with `docker `, not `docker ps…`."),
        ("kind: do\ndo: docker ps\npass: {exit: 0}\nvariants: {wants-mysql: {do: docker ps}}", 14,
         "The variant `wants-mysql` repeats the step's `do`."),
        ("kind: question\nask:\n  text: |\n    Which?\n  answers: [\"{{comand}}\"]", 15, "There is no fact `{{comand}}`."),
    ],
)  # fmt: skip
def test_parts_that_do_not_go_together_are_named(body: str, line: int, message: str) -> None:
    """Each rule about keys that need or exclude each other must name the key's own line."""
    found = problems(small(f"## A\n```step\nid: a\n{body}\n```\n"))
    assert (line, message) in [problem[:2] for problem in found]


@pytest.mark.parametrize("loader", [yaml.BaseLoader, LOADER])
def test_both_yaml_parsers_say_the_same(loader: type[yaml.BaseLoader]) -> None:
    """Without libyaml's parser, PyYAML's own must give the same trees and the same lines."""
    for block in re.findall(r"```step\n(.*?)```", documented(), re.DOTALL):
        assert parse_yaml(block, 1, loader) == parse_yaml(block, 1)
    assert plain_value(parse_yaml("a: {b: [no, 08, 1.10, '']}\nc: |\n  x\n", 1, loader)) == {
        "a": {"b": ["no", "08", "1.10", ""]},
        "c": "x",
    }
    for broken, line in (("a: b: c", 1), ("a: 1\na: 2", 2), ("x: 1\na: *b", 2), ("x: y z # w", 1), ("a: [b", 1)):
        with pytest.raises(BrokenYamlError) as caught:
            parse_yaml(broken, 1, loader)
        assert caught.value.problem.line == line


def test_an_alias_bomb_is_refused_unread() -> None:
    """A few lines that would stand for gigabytes must be one short error."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    assert problems(small(f"## A\n```step\n{bomb}```\n"))[0][:2] == (
        11,
        "`&a` is an anchor to YAML; lessons have none.",
    )


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (b"---\nformat: 1\n\xff\n", "The byte 0xFF here is not UTF-8.", 3),
        (b"---\r\n\r\nnul \0\n", "There is a character U+0000 here, which does not belong in a lesson.", 3),
        (b"a\n\x1b[31mred", "There is a character U+001B here, which does not belong in a lesson.", 2),
        ("a\nb\u2028c".encode(), "There is a character U+2028 here, which does not belong in a lesson.", 2),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_line(
    tmp_path: Path, content: bytes, message: str, line: int
) -> None:
    """A file that is no clean text must be refused before it reaches a parser or a terminal."""
    path = tmp_path / "bad.md"
    path.write_bytes(content)
    with pytest.raises(LessonFileError) as caught:
        load(path, MISTAKES)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [(line, message)]


def test_what_cannot_be_a_lesson_file_is_refused_in_words(tmp_path: Path) -> None:
    """Missing, a folder, a pipe that nobody writes to, or too large: each must be said, and none may hang."""
    (tmp_path / "large.md").write_bytes(b"x" * (1024 * 1024 + 1))
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    said = {
        "large": "larger than 1 MiB",
        "folder": "cannot be read|is not a file",
        "pipe": "is not a file",
        "no": "There is no file",
    }
    for name, words in said.items():
        with pytest.raises(LessonError, match=words) as caught:
            load(tmp_path / f"{name}.md", MISTAKES)
        assert caught.value.hint
        assert str(tmp_path / name) in caught.value.message
    with pytest.raises(LessonError):
        load(Path("nul\0.md"), MISTAKES)


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with lessons: `first` has first-look and a broken one, `second` has both ids too, and others."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    (first / "first-look.md").write_text(documented(), encoding="utf-8")
    (first / "broken.md").write_text("---\nformat: 1\n---\n", encoding="utf-8")
    (first / "README.md").write_text("# Lessons\n", encoding="utf-8")
    (second / "first-look.md").write_text(documented().replace("A first look", "Another"), encoding="utf-8")
    (second / "other-name.md").write_text(small("## A\n" + READ.format(id="a")), encoding="utf-8")
    return first, second


def test_a_lesson_is_found_by_name_by_id_and_by_path(shelf: tuple[Path, Path]) -> None:
    """The earlier folder must win; an id is found in a file of another name; a path is taken as it is."""
    first, second = shelf
    assert find("first-look", shelf) == first / "first-look.md"
    assert find("first-look", [first.parent / "missing", second]) == second / "first-look.md"
    assert find("small", shelf) == second / "other-name.md"
    assert find(str(second / "first-look.md"), [first]) == second / "first-look.md"


def test_an_unknown_lesson_gets_the_nearest_name(shelf: tuple[Path, Path]) -> None:
    """A slip in a name must be cured; with nothing near, the names there are must be told."""
    with pytest.raises(LessonError) as caught:
        find("frist-look", shelf)
    assert (caught.value.message, caught.value.hint) == (
        "There is no lesson `frist-look`.",
        "Did you mean `first-look`?",
    )
    with pytest.raises(LessonError) as caught:
        find("kubernetes", shelf)
    assert caught.value.hint == "Known are `broken`, `first-look`, `small`."


@pytest.mark.parametrize("name", ["../secret", "a/b", "/etc/passwd", "..", "", "A", "a b", "a\0", "~root", "é", "a\n"])
def test_no_name_leads_out_of_the_folders(tmp_path: Path, name: str) -> None:
    """Only a name that a lesson could have may be looked for, even where such a file exists."""
    (tmp_path / "secret").write_text("x")
    (tmp_path / "lessons").mkdir()
    with pytest.raises(LessonError, match="is not a lesson's name"):
        find(name, [tmp_path / "lessons"])


def test_the_list_has_every_lesson_once_with_its_numbers(shelf: tuple[Path, Path]) -> None:
    """Good ones must come with title, minutes and steps; a broken one with its error; a README not at all."""
    first, second = shelf
    found = available(shelf)
    assert found[0] == LessonEntry("first-look", "A first look", first / "first-look.md", 5, 5)
    assert found[2] == LessonEntry("small", "Small", second / "other-name.md", 5, 1)
    assert (found[1].id, found[1].steps, len(found)) == ("broken", 0, 3)
    assert "has no" in found[1].error


def test_a_thousand_lessons_are_listed_from_their_front_matter_alone(tmp_path: Path) -> None:
    """Listing must not read the steps: a lesson whose steps are broken is listed like any other."""
    for number in range(1000):
        text = small(f"## A\n```step\nbroken {number}\n```\n" * 2, HEAD.replace("small", f"lesson-{number:03}"))
        (tmp_path / f"lesson-{number:03}.md").write_text(text, encoding="utf-8")
    found = available([tmp_path])
    assert [entry.id for entry in found] == [f"lesson-{number:03}" for number in range(1000)]
    assert {(entry.error, entry.steps) for entry in found} == {("", 2)}


def test_lessons_are_looked_for_where_the_documentation_says(tmp_path: Path, home: Path) -> None:
    """Folders named in the environment come first, then the learner's own, then those that came along."""
    roots = lesson_roots({"DOCKER_TUTOR_LESSONS": f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}"})
    assert roots[:2] == (tmp_path / "a", tmp_path / "b")
    assert roots[2].parts[-2:] == ("docker-tutor", "lessons")
    assert roots[2].is_relative_to(home)
    assert roots[3].name == "lessons"
    assert roots[3].is_dir()
    assert lesson_roots({}) == roots[2:]


def test_lint_names_what_a_lesson_still_lacks() -> None:
    """A valid lesson that helps too little must get a finding at each such step, by line."""
    body = (
        "## A\n```step\nid: a\nkind: do\ndo: docker rm {{container}}\npass: {exit: 0}\nhints: [x, x]\n```\n"
        "## B\nb\n```step\nid: b\nkind: question\nask: {text: x, choices: "
        "[{word: y, text: y, right: true, say: y}, {word: z, text: z}]}\n```\n"
    )
    head = HEAD.replace("minutes: 5\n", "minutes: 5\nfixtures:\n  idle: {run: docker run ghost}\n")
    lesson = parse_lesson(small(body, head), "big.md", MISTAKES)
    assert [(finding.file, finding.line, finding.message) for finding in lint(lesson)] == [
        ("big.md", 1, "No step needs the fixture `idle`."),
        ("big.md", 1, "The file is named `big`, the lesson `small`: they should be the same."),
        ("big.md", 11, "`a` gives one hint twice: each must say more than the one before."),
        ("big.md", 11, "`a` has 0 of at least 2 wrong answers."),
        ("big.md", 11, "`a` has no text."),
        ("big.md", 11, "`a` says nothing when it passes."),
        ("big.md", 11, "`a` speaks of {{container}} but needs no fixture, so that none may be there."),
        ("big.md", 19, "`b` says nothing to the choice `z`."),
    ]


def test_the_schema_knows_every_key_and_is_json() -> None:
    """An editor must be able to check a block with it: all keys, unknown ones refused, kinds by name."""
    made = json.loads(json.dumps(schema()))
    step = made["$defs"]["StepShape"]
    assert step["additionalProperties"] is False
    assert step["required"] == ["id", "kind"]
    assert {"pass", "hints", "wrong", "variants"} <= step["properties"].keys()
    assert made["$defs"]["StepKind"]["enum"] == sorted(kind.value for kind in StepKind)


def test_the_documentation_names_every_key() -> None:
    """A key that can be written must be explained."""
    text = (ROOT / "docs/lesson-format.md").read_text(encoding="utf-8").partition("````\n\n")[2]
    parts = json.loads(json.dumps(schema()))["$defs"]
    keys = {key for part in parts.values() for key in part.get("properties", {})}
    assert {key for key in keys if f"`{key}`" not in text} == set()
