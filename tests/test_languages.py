"""A translation is one more file: no code is needed, and what it lacks is said in English."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import platformdirs
import pytest
import requests
from docker.errors import APIError

from tests.core.conversation import Conversation
from tests.lesson_texts import MISTAKES, documented
from tutor.arguments import parser
from tutor.authoring.checks import Check
from tutor.authoring.results import Came, Result, as_data, told
from tutor.chat.look import Look, Sign
from tutor.chat.render import draw
from tutor.cli import main
from tutor.content import LessonFileError, lint, parse_lesson
from tutor.core import texts
from tutor.core.lesson import StepKind
from tutor.core.message import StepCard, text
from tutor.core.reach import Way, describe, host_hit, host_reach
from tutor.core.texts.en import TEXTS
from tutor.engine.daemon import guarded
from tutor.errors import NoDaemonError, TutorError
from tutor.languages import LANGUAGE_VARIABLE, choose, wanted
from tutor.plugin import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GERMAN = """
# a first piece
"quit.stay" = "Gut. Weiter geht's."
"step.first" = "Das ist der erste Schritt."
"chat.place" = "{number} von {total}"
"chat.step" = "Schritt {place}: {title}"
"sign.passed" = "bestanden:"
"usage.prefix" = "Aufruf: "
"usage.options" = "Schalter"
"usage.help" = "zeigt das hier, 100% davon"
"usage.error" = "{program}: so nicht: {message}"
"usage.argument" = "{message} (bei {name})"
"usage.choice" = "nicht {value}, sondern {choices}"
"usage.missing" = "da fehlt {names}"
"usage.unknown" = "was ist {words}?"
"usage.value-missing" = "da fehlt was"
"usage.value-extra" = "{value} ist zu viel"
"summary.doctor" = "sagt, was eine Lektion braucht"
"word.lesson" = "LEKTION"
"doing.refused" = "Das ging nicht ({doing}): {reason}"
"doing.unanswered" = "Das ging nicht ({doing}), denn {reason}."
"doing.stop" = "Container {name} anhalten"
"reason.late" = "es kam keine Antwort"
"problem.near" = "Gemeint ist wohl `{near}`."
"shape.of-step" = "Der Schritt"
"shape.no-key" = "{subject} hat keinen Schlüssel {key}."
"lint.few-hints" = "{step}: {fewest} Hinweise sind nötig, {count} da."
"guard.host.namespace" = "gäbe dem Container von hier: {what}"
"guard.shared.users" = "Benutzer"
"report.not-ok" = "FALSCH"
"report.verdict.elsewhere" = "anderswo"
"""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """Other tests read English."""
    yield
    texts.speak({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a translation."""
    (tmp_path / "de.toml").write_text(GERMAN, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("variables", "codes"),
    [
        ({"DOCKER_TUTOR_LANGUAGE": "de"}, ("de",)),
        ({"DOCKER_TUTOR_LANGUAGE": "pt-br", "LANG": "de_DE.UTF-8"}, ("pt_BR", "pt")),
        ({"LANG": "de_AT.UTF-8@euro"}, ("de_AT", "de")),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE"}, ()),
        ({"LANG": "en_GB.UTF-8"}, ()),
        ({"DOCKER_TUTOR_LANGUAGE": "en", "LANG": "de"}, ()),
        ({"LANG": "../../etc/passwd"}, ()),
        ({}, ()),
    ],
)
def test_the_environment_says_which_language(variables: dict[str, str], codes: tuple[str, ...]) -> None:
    """The tutor's own variable first, then the locale's; English and what is no code ask for nothing."""
    assert wanted(variables) == codes


def test_a_file_in_a_folder_is_spoken_at_once(folder: Path) -> None:
    """Sentences, the small words around them, and words for a screen reader; a missing one is said in English."""
    assert choose({"LANG": "de_DE.UTF-8"}, folder) == ()
    talk = Conversation().at("boot-ghost")
    talk.enter("back")
    assert talk.said == "Das ist der erste Schritt."
    card = [line.plain for line in draw(StepCard(2, 9, "", "Boot", ""), Look(plain=True), 80)]
    assert "Schritt 2 von 9: Boot" in card
    assert Look(plain=True).sign(Sign.PASSED) == "bestanden:"
    assert Look(plain=True).sign(Sign.HINT) == "hint:"
    assert texts.fill(text("quit.yes")) == TEXTS["quit.yes"]


def test_a_broken_lesson_is_told_of_in_the_language(folder: Path) -> None:
    """The loader's errors, words within them too; what the teacher wrote stands there as it is, braces and all."""
    choose({"LANG": "de"}, folder)
    misspelt = documented().replace("hints:", "hnits:", 1).replace("kind: predict", 'kind: "{near}{0"', 1)
    with pytest.raises(LessonFileError) as caught:
        parse_lesson(misspelt, "x.md", MISTAKES)
    told = [problem.sentence for problem in caught.value.problems]
    assert "Der Schritt hat keinen Schlüssel `hnits`. Gemeint ist wohl `hints`." in told
    assert any("`kind` cannot be `{near}{0`." in sentence for sentence in told)


def test_a_lint_and_a_report_are_told_in_the_language(folder: Path) -> None:
    """Findings, verdicts, and what a line would do to the machine; what scripts read stays as it is."""
    choose({"LANG": "de"}, folder)
    lesson = parse_lesson(documented(), "x.md", MISTAKES)
    step = replace(lesson.steps[0], kind=StepKind.DO, hints=())
    (few,) = (one.message for one in lint(replace(lesson, steps=(step,))) if "Hinweise" in one.message)
    assert few == f"`{step.id}`: 2 Hinweise sind nötig, 0 da."
    result = Result(
        Check(step="boot", name="do", lines=("docker ps",), passes=True), ("docker ps",), Came(verdict="elsewhere")
    )
    lines = list(told(result))
    assert (lines[0], lines[3]) == ("FALSCH  boot: do", "        came      anderswo")
    assert as_data(result)["verdict"] == "elsewhere"
    hit = host_hit(host_reach(Way.NAMESPACE, "users"))
    assert texts.fill(describe(hit)) == "gäbe dem Container von hier: Benutzer"


def test_without_a_file_english_is_spoken(folder: Path) -> None:
    """Said only where the tutor's own variable asked for it: most people set LANG for other programs."""
    assert choose({"LANG": "fr_FR"}, folder) == ()
    (told,) = choose({"DOCKER_TUTOR_LANGUAGE": "fr"}, folder)
    assert "fr" in told
    assert texts.fill(text("quit.stay")) == TEXTS["quit.stay"]


def test_a_sentence_that_does_not_fit_is_said_in_english_and_told(folder: Path) -> None:
    """An unknown key, a place that the English sentence lacks, a brace that is never closed."""
    bad = '"quit.sty" = "x"\n"step.first" = "{nummer}"\n"quit.yes" = "{"\n"quit.no" = "bleiben"\n'
    (folder / "de.toml").write_text(bad, encoding="utf-8")
    (told,) = choose({"DOCKER_TUTOR_LANGUAGE": "de"}, folder)
    assert all(key in told for key in ("quit.sty", "step.first", "quit.yes"))
    assert texts.fill(text("step.first")) == TEXTS["step.first"]
    assert texts.fill(text("quit.no")) == "bleiben"


@pytest.mark.parametrize("content", ["[", "\x00", 'quit.stay = "x"'])
def test_a_broken_file_is_told_and_english_is_spoken(folder: Path, content: str) -> None:
    """It names the file; nothing breaks."""
    (folder / "de.toml").write_text(content, encoding="utf-8")
    told = choose({"DOCKER_TUTOR_LANGUAGE": "de"}, folder)
    assert "de.toml" in told[0]
    assert texts.fill(text("quit.stay")) == TEXTS["quit.stay"]


def test_the_help_is_in_that_language_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Our words and those that stand around them in every help; a % of a translation is only a %."""
    choose({"LANG": "de"}, folder)
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["start", "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Aufruf: docker-tutor start [-h]")
    assert "Schalter:\n  -h, --help            zeigt das hier, 100% davon\n" in shown
    assert "\n  LEKTION               a lesson's id" in shown
    assert "sagt, was eine Lektion braucht" in parser().format_help()


def test_no_help_has_words_of_its_own() -> None:
    """With all sentences between marks, only what is typed stands outside of them."""
    texts.speak({key: f"«{words}»" for key, words in TEXTS.items()})
    parsers = [parser()]
    typed = {"docker-tutor", "--version"}
    for one in parsers:
        for action in one._actions:  # noqa: SLF001 -- argparse has no public name for them
            typed |= {*action.option_strings, *(action.choices or ())}
            parsers += action.choices.values() if isinstance(action.choices, dict) else ()
        left = re.sub("«[^»]*»", "", one.format_help())
        assert set(re.findall(r"[\w-]{2,}", left)) <= typed
    assert len(parsers) > 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("start", "docker-tutor start: so nicht: da fehlt LEKTION\n"),
        ("start x --keys ed", "docker-tutor start: so nicht: nicht 'ed', sondern 'emacs', 'vi' (bei --keys)\n"),
        ("start x --step", "docker-tutor start: so nicht: da fehlt was (bei --step)\n"),
        ("doctor --fix=3", "docker-tutor doctor: so nicht: '3' ist zu viel (bei --fix)\n"),
        ("lessons x", "docker-tutor: so nicht: was ist x?\n"),
    ],
)
def test_wrong_words_are_told_in_that_language(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    """What argparse finds wrong is taken apart and said anew; the code is 2."""
    choose({"LANG": "de"}, folder)
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words.split())
    assert left.value.code == 2
    assert capsys.readouterr().err.endswith(said)


def test_what_docker_refuses_is_told_in_that_language(folder: Path) -> None:
    """The frame, what was tried, and why: three texts, and only what Docker itself said is its own."""
    choose({"LANG": "de"}, folder)
    response = requests.Response()
    response.status_code = 500
    refused = APIError("error", response=response, explanation="device busy")
    with pytest.raises(TutorError) as told, guarded("doing.stop", name="blog"):
        raise refused
    assert told.value.message == "Das ging nicht (Container blog anhalten): device busy"
    with pytest.raises(NoDaemonError) as lost, guarded("doing.stop", name="blog"):
        raise TimeoutError
    assert lost.value.message == "Das ging nicht (Container blog anhalten), denn es kam keine Antwort."


@pytest.mark.usefixtures("home")
def test_the_command_itself_speaks_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`main` chooses before it reads its words, which may be wrong already, those of docker's own included."""
    place = platformdirs.user_data_path("docker-tutor") / "languages"
    place.mkdir(parents=True)
    own = '"usage.prefix" = "Aufruf: "\n"trouble.not-passed-on" = "{flag} geht nicht"\n'
    (place / "xx.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv(LANGUAGE_VARIABLE, "xx")
    assert main(["doctor", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Aufruf: docker-tutor doctor")
    monkeypatch.setenv(MARK, "/usr/bin/docker")
    assert main(["--tls", "tutor"]) == 2
    assert "docker-tutor: --tls geht nicht\n" in capsys.readouterr().err
