"""Broken lesson files: every problem is named with its line and its cure."""

from __future__ import annotations

import pytest

from tests.lesson_texts import HEAD, MISTAKES, READ, documented, small
from tutor.content import LessonFileError, parse_lesson


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


PORT_MEANT = "Did you mean `port`? Docker's own fields begin with a dot: `{{.Names}}`."
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
    ("id: run-ls", "id: boot-ghost", 0, "The id `boot-ghost` is taken by the step on line 20.",
     "Each step needs an id of its own."),
    ("id: run-ls", "id: Run ls", 0, "`id` must be small letters, digits and dashes: `run-ls`, not `Run ls`.", ""),
    ("needs: [stopped-ls]", "needs: stopped-ls", 0, "`needs` must be a list, not `stopped-ls`.",
     "Write [ and ] around it, or each item on a line of its own behind `- `."),
    ("needs: [stopped-ls]", "needs: [stoped-ls]", 0, "There is no fixture `stoped-ls`.", "Did you mean `stopped-ls`?"),
    ("needs: [stopped-ls]", "needs:\n  - stopped-ls\n  - other", 2, "There is no fixture `other`.",
     "Known are `running-server`, `stopped-ls`."),
    ("mistake: no-publish", "mistake: no-publsh", 0, "There is no mistake `no-publsh`.", "Did you mean `no-publish`?"),
    ("mistake: no-publish", "mistake: gap.remove", 0, "There is no mistake `gap.remove`.",
     "Did you mean `gap.removed`?"),
    ("wants-mysql:\n", "want-mysql:\n", 0, "There is no variant `want-mysql`.", "Did you mean `wants-mysql`?"),
    ("command: [ls]", "command: ls", 0, "`command` cannot be `ls`.",
     "Known are `default`, `own`. Or give a list: `[ls]`."),
    ("published: 2368/tcp", "published: 2368", 0,
     "`published` must be a port of the container such as `2368/tcp`, not `2368`.", ""),
    (", published: 2368/tcp", "", 1, "`answers` needs to know which port of the container is asked.",
     "Add `published` to `container`."),
    ("exit: 0\npassed", "exit: zero\npassed", 0, "`exit` must be an exit code such as 0, not `zero`.", ""),
    ("exit: 0\npassed", "exit:\npassed", 0, "`exit` is empty.", "Write something behind it, or leave the key out."),
    ("pass:\n  exit: 0", "pass: {}", 0, "`pass` is empty.", "Write something behind it, or leave the key out."),
    ("do: docker rm", "do: rm", 0, "`do` must be one line that begins with `docker `, not `rm {{container}}`.", ""),
    ("kind: read", "kind: read\nhints: [a]", 1, "A `read` step has no `hints`.",
     "Steps of these kinds have one: `do`, `predict`, `question`, `inside`, `watch`, `quiz`."),
    ('right: true, say: "Yes', 'say: "Yes', -1, "No choice is right.", "Give one of them `right: true`."),
    ("word: cmd", "word: skip", 0, "`skip` is a word of the tutor's.", "Take another for this choice."),
    ("word: cmd", "word: Expose", 1, "Two choices have the word `expose`.", "Each needs a word of its own."),
    ('hints: ["The word is `rm`.", "It wants', "hints: ['', \"It wants", 0, "An item of `hints` is empty.",
     "Write something behind it, or leave the key out."),
    ("{try: docker run ghost, mistake: stopped-too-soon}", "{try: docker run ghost ls, mistake: stopped-too-soon}", 0,
     "This wrong answer is the step's own `do`.", "Change one of them, or say what is `given`."),
    ("{try: docker rm ghost, mistake: image-as-container}", "{try: docker rmi ghost, mistake: rmi-for-rm}", 0,
     "The wrong answer `docker rmi ghost` is here twice.", "Delete one."),
    ("kind: read", "kind: read\nkind: do", 1, "The key `kind` is here twice.", "It is on line 170 already."),
    # visits, shows, circumstances
    ("type: [ls, exit]\npass", "pass", -4, "An `inside` step needs `type`.", "Add `type: …`."),
    ("kind: inside", "kind: insde", 0, "`kind` cannot be `insde`.", "Did you mean `inside`?"),
    ("status: running", "status: runing", 0, "`status` cannot be `runing`.", "Did you mean `running`?"),
    ("lines: 1", "lines: 0", 0, "`lines` must be a number, 1 to 100, not `0`.", ""),
    ("entered: true", "enterd: true", 0, "`inside` has no key `enterd`.", "Did you mean `entered`?"),
    ("needs: [running-server]\nstops", "stops", 4,
     "`target` is about the container that the step's `needs` made, and this step needs none.",
     "Add `needs: […]` with a fixture of the front matter."),
    ("  inside: {lines: 1, entered: true, saw: [current]}\n", "", -2,
     "The `pass` of an `inside` step says nothing of the visit.", "Add `inside: {lines: 1}` to it."),
    ("pass:\n  target: {status: exited}", "pass:\n  inside: {lines: 1}", 1,
     "The `pass` of a `do` step has no `inside`: no visit to a shell is asked for.",
     "Make it `kind: inside`, or leave it out."),
    ("given: [target-stopped]", "given: [target-stoped]", 0, "An item of `given` cannot be `target-stoped`.",
     "Did you mean `target-stopped`?"),
    ("given: [port-taken]", "given: [target-running]", 0,
     "`target-running` is about the container that the step's `needs` made, and this step needs none.",
     "Add `needs: […]` with a fixture of the front matter."),
    ("stops: [boot-ghost]", "stops: [boot-gost]", 0, "There is no step `boot-gost` before this one.",
     "Did you mean `boot-ghost`?"),
    ("stops: [boot-ghost]", "stops: [four-doors]", 0, "There is no step `four-doors` before this one.", None),
    ("show: four-ways", "show: four-way", 0, "`show` cannot be `four-way`.", "Did you mean `four-ways`?"),
    ("show: four-ways", "show: cheat-sheet", 0, "A `watch` step cannot show `cheat-sheet`.",
     "It can show `four-ways`."),
    ("show: cheat-sheet", "show: four-ways", 0, "A `read` step cannot show `four-ways`.",
     "It can show `cheat-sheet`, `leftovers`."),
    ('right: true, say: "`docker ps -a` lists', 'say: "`docker ps -a` lists', -1, "No choice is right.",
     "Give one of them `right: true`."),
    ('    answers: ["docker rm {{name-2}}", "docker container rm {{name-2}}"]\n', "", -1,
     "A case needs either `choices` or `answers`.", "Give one of the two."),
    ("{{name-1}}?", "{{nane-1}}?", 0, "There is no fact `{{nane-1}}`.", None),
    # facts
    ("{{port}} on", "{{prot}} on", 0, "There is no fact `{{prot}}`.",
     PORT_MEANT),
    # YAML
    ('"docker run -p 2368:{{port}} ghost"', "docker run -p {{port}} ghost", 0, None,
     "Put quotes around a text that holds {{ or }}."),
    ("do: docker run -p {{port}}:2368 ghost", "do: {{port}}", 0,
     "Braces or brackets stand here where a key is expected.", "Put quotes around a text that holds {{ or }}."),
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
    ("kind: read", "kind: read\n---\nid: x", 1, "A second YAML document begins here.",
     "Delete the line `---` or `...`."),
    ("id: what-you-saw\nkind: read\nshow: cheat-sheet", "just words", 0, "Here must be lines of `key: value`.", None),
    ("id: what-you-saw\nkind: read\nshow: cheat-sheet", "# nothing", 0, "Nothing is written here.", None),
    # Markdown
    ("show: cheat-sheet\n```", "show: cheat-sheet\n```\nmore", 2, "Text behind a step's block is never shown.",
     "Move it above the block, or into the block behind `passed:`."),
    ("## Boot Ghost\n", "", 2, "This step has no title.", "Each step block needs a line `## Title` above it."),
    ("# Starting\n", "", 1, "The step `Boot Ghost` stands in no section.", "Put a `# Section` above."),
    ("```step\nid: boot", "```steps\nid: boot", -3, "The step `Boot Ghost` has no ```step block.", None),
    ("# Where to go", "# Empty\n\n# Where to go", 0, "The section `Empty` has no step.", None),
    ("`docker run --help` shows the rest.\n", "", -1, "The section `Where to go from here` is empty.", "Delete it."),
    ("```step\nid: what-you-saw\nkind: read\nshow: cheat-sheet\n```", "- ```step\n  id: x\n  ```", 0,
     "This step block stands inside a list or a quote.", "Begin its ``` at the line's start."),
    ("## Remove it", "##", 0, "This heading is empty.", "Give it a title."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message", "hint"), BREAKS)
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
        f"x.md:17: There is no fact `{{{{prot}}}}`. {PORT_MEANT}",
        "x.md:31: The step has no key `hnits`. Did you mean `hints`?",
        "x.md:170: `kind` cannot be `raed`. Did you mean `read`?",
    ]


def test_one_problem_is_a_sentence_and_its_cure() -> None:
    """A single problem must be told as message and hint, file and line before it."""
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(changed("hints:", "hnits:")[0], "x.md", MISTAKES)
    assert caught.value.message == "x.md:31: The step has no key `hnits`."
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
        ("kind: question\nask: {text: x}", 13, "`ask` needs either `choices` or `answers`."),
        ("kind: question\nask: {text: x, answers: [y], choices: [{word: a, text: a, right: true}, {word: b, text: b}]}",
         13, "`ask` needs either `choices` or `answers`."),
        ("kind: question\nask: {text: x, choices: [{word: a, text: a, right: true}]}", 13,
         "There is nothing to choose."),
        ("kind: predict\nask: {text: x, answers: [y]}\ndo: docker ps\npass: {exit: 0}", 13,
         "A guess is chosen, never typed: `ask` has no `answers` here."),
        ("kind: question\nask: [x]", 13, "`ask` must be keys with values, not a list."),
        ("kind: question\nask: {text: x, choices: [{word: a, text: well, yes}, {word: b, text: b}]}", 13,
         "An item of `choices` has no key `yes`."),
        ("kind: do\ndo: [docker, ps]\npass: {exit: 0}", 13,
         "`do` must be one line that begins with `docker `, not a list."),
        ("kind: do\ndo: |\n  docker ps\n  docker ps\npass: {exit: 0}", 13,
         "`do` must be one line that begins with `docker `, not `docker ps…`."),
        ("kind: do\ndo: docker ps\npass: {exit: 0}\nvariants: {wants-mysql: {do: docker ps}}", 15,
         "The variant `wants-mysql` repeats the step's `do`."),
        ('kind: question\nask:\n  text: |\n    Which?\n  answers: ["{{comand}}"]', 16,
         "There is no fact `{{comand}}`."),
    ],
)  # fmt: skip
def test_parts_that_do_not_go_together_are_named(body: str, line: int, message: str) -> None:
    """Each rule about keys that need or exclude each other must name the key's own line."""
    found = problems(small(f"## A\n```step\nid: a\n{body}\n```\n"))
    assert (line, message) in [problem[:2] for problem in found]
