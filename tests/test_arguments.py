"""What the words after `docker-tutor` ask for, where they look like options of ours."""

from __future__ import annotations

import pytest

from tutor.arguments import parsed


@pytest.mark.parametrize("question", ["what is -p", "-p what", "-it?", "--rm", "what does --help do", "--json"])
def test_all_that_follows_ask_is_the_question(question: str) -> None:
    """Flags in it are words like any other."""
    options = parsed(["ask", *question.split()])
    assert (options.command, options.words) == ("ask", question.split())


@pytest.mark.parametrize("words", [["ask", "--help"], ["ask", "-h"], ["explain", "--help"]])
def test_help_alone_is_still_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It prints how the command is used."""
    with pytest.raises(SystemExit):
        parsed(words)
    assert f"usage: docker-tutor {words[0]}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "line", "as_json"),
    [
        (["docker run -it ghost sh"], "docker run -it ghost sh", False),
        (["docker ps", "--json"], "docker ps", True),
        (["docker", "run", "-it", "ghost", "sh"], "docker run -it ghost sh", False),
        (["--json", "docker", "ps", "--json"], "docker ps --json", True),
        (["docker", "exec", "web", "sh", "-c", "echo a b"], "docker exec web sh -c 'echo a b'", False),
    ],
)
def test_a_line_to_explain_needs_no_quotes(words: list[str], line: str, *, as_json: bool) -> None:
    """From docker on all is the line, each word as the shell handed it over; options of ours stand before it."""
    options = parsed(["explain", *words])
    assert (options.command, options.line, options.json) == ("explain", line, as_json)
