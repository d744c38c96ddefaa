"""The tasks that the conversation sets: each ends in its result, whatever happens."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, assert_never

from tutor.concepts import Library
from tutor.content import lesson_roots
from tutor.core import tasks
from tutor.core.concept import AskConcepts
from tutor.core.facts import Facts, ImageKind
from tutor.core.fresh_names import FreshFacts, FreshPlace
from tutor.core.guard import uses_wire
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.lifelines import Timeline, timeline
from tutor.core.message import text
from tutor.core.texts import fill, words
from tutor.engine import stand_in
from tutor.engine.api import Api
from tutor.engine.cli import ask
from tutor.engine.cli_help import help_of
from tutor.engine.daemon import found
from tutor.engine.endpoint import diagnose
from tutor.engine.history import History
from tutor.engine.image import pull_official
from tutor.engine.preflight import resolve_hits
from tutor.errors import NoDaemonError, TutorError
from tutor.live.cleanup import clear, spare_stand_in
from tutor.live.fixtures import Fixtures
from tutor.live.four_ways import show_four_ways
from tutor.live.place import lesson_image
from tutor.live.refreshing import refreshed

if TYPE_CHECKING:
    from tutor.core.tasks import Result, Task
    from tutor.live.evidence import Evidence
    from tutor.live.fixtures import Launcher
    from tutor.live.needs import Ledger, Screen
    from tutor.live.place import Setting


class Tasks:
    """Does the conversation's tasks at one place; remembers the facts as they were last told."""

    def __init__(
        self,
        setting: Setting,
        launcher: Launcher,
        evidence: Evidence,
        ledger: Ledger,
        screen: Screen,
    ) -> None:
        self._setting = setting
        self._place = setting.place
        self._launcher = launcher
        self._fixtures = Fixtures(setting, launcher, evidence, screen.progress)
        self._evidence = evidence
        self._ledger = ledger
        self._chance = Random()  # noqa: S311 -- ports and names, not secrets
        self._library = Library(lesson_roots(setting.place.variables))
        self._history = History(setting.place.endpoint, setting.sessions)
        self._screen = screen
        self.facts = Facts()

    def do(self, task: Task) -> Result:  # noqa: C901, PLR0911 -- one case for each kind of task
        """Do it."""
        match task:
            case tasks.Preflight():
                return self._preflight(task)
            case AskHelp():
                return self._ask_help(task)
            case tasks.AskCli():
                return self._ask_cli(task)
            case tasks.Prepare():
                return self._prepare(task)
            case tasks.GetImage():
                return self._get_image(task)
            case tasks.ShowFourWays():
                return self._four_ways(task)
            case tasks.ListLeftovers():
                return self._leftovers()
            case AskConcepts():
                return self._library.ask(task)
            case FreshPlace():
                self.facts = refreshed(self._place, self.facts, self._chance)
                return FreshFacts(self.facts)
            case tasks.SeekDaemon():
                return tasks.DaemonSeen(answers=True)
            case tasks.GatherTimeline():
                return self._timeline()
            case unknown:
                assert_never(unknown)

    def _preflight(self, task: tasks.Preflight) -> tasks.Resolved:
        try:
            facts = self._stand_in_again()
            recorded = self._evidence.containers.__contains__
            hits = resolve_hits(task.command, Api(self._place.endpoint), str(self._setting.folder), recorded)
        except NoDaemonError as error:
            if not uses_wire(task.command):
                return tasks.Resolved()
            trouble = diagnose(self._place.endpoint) or error  # the diagnosis says more, if it is not over already
            return tasks.Resolved(daemon_down=f"{trouble.message} {trouble.hint}".strip())
        except TutorError:
            # The daemon refused to say. The guard on the wire still stands between the command and what is not ours.
            return tasks.Resolved()
        return tasks.Resolved(hits, facts=facts)

    def _stand_in_again(self) -> Facts | None:
        """Make the stand-in anew where another tutor cleared it away, or take the one it made. None: all as before."""
        image, client = self.facts.image, self._place.client
        if image is None or image.kind is not ImageKind.STAND_IN:
            return None
        there = found(client.inspect_image, self._setting.image)
        if there is not None and there["Id"] == image.id:
            return None
        if there is None:
            stand_in.build(client, f"{self._setting.image}:latest", session=self._setting.session)
        self.facts = replace(self.facts, image=lesson_image(self._setting))
        return self.facts

    def _ask_cli(self, task: tasks.AskCli) -> tasks.CliKnows:
        try:
            return tasks.CliKnows(ask(task, self._place.variables))
        except TutorError:
            # No answer is not a no: let docker itself say what it thinks of the word.
            return tasks.CliKnows(tasks.CliSays.BOOLEAN if task.flag else tasks.CliSays.COMMAND)

    def _ask_help(self, task: AskHelp) -> HelpTold:
        if task.ask is not None:
            return HelpTold(self._ask_cli(task.ask).says)
        try:
            return help_of(task.words, self._place.variables)
        except TutorError:
            return HelpTold()

    def _prepare(self, task: tasks.Prepare) -> tasks.Prepared:
        try:
            self._stand_in_again()
        except TutorError as error:
            return tasks.Prepared(self.facts, failed=f"{error.message} {error.hint}".strip())
        prepared = self._fixtures.meet(task, self.facts)
        self.facts = prepared.facts
        return prepared

    def _four_ways(self, task: tasks.ShowFourWays) -> tasks.FourWays:
        image = task.image or (self.facts.image.name if self.facts.image else self._setting.image)
        try:
            with self._screen.columns() as watch:
                return show_four_ways(self._place.client, self._launcher, image, task.line, watch)
        except KeyboardInterrupt:
            return tasks.FourWays(task.line, failed=fill(text("ways.interrupted")), image=image)
        except TutorError as error:
            return tasks.FourWays(task.line, failed=f"{error.message} {error.hint}".strip(), image=image)

    def _timeline(self) -> Timeline:
        try:
            happened, standing = self._history.happened(), self._history.standing()
            return timeline(happened, standing, self._history.now(), self._evidence.commands)
        except TutorError as error:
            return Timeline(failed=f"{error.message} {error.hint}".strip())

    def close(self) -> None:
        """Stop listening to what happens."""
        self._history.close()

    def _leftovers(self) -> tasks.Leftovers:
        client, setting = self._place.client, self._setting
        try:
            spare = spare_stand_in(client, setting.locks, setting.sessions, setting.image) if setting.locks else ""
            removed = clear(client, setting.sessions, self._ledger, stand_in=spare, dry_run=True)
        except TutorError as error:
            return tasks.Leftovers(failed=f"{error.message} {error.hint}".strip())
        kinds = {
            "container": removed.containers,
            "volume": removed.volumes,
            "network": removed.networks,
            "image": removed.images,
        }
        return tasks.Leftovers(tuple((kind, name) for kind, names in kinds.items() for name in names))

    def _get_image(self, task: tasks.GetImage) -> tasks.GotImage:
        client = self._place.client
        try:
            with self._screen.interruptible():
                if task.official:
                    pull_official(client, self._setting.image, self._screen.progress)
                else:
                    stand_in.build(client, f"{self._setting.image}:latest", session=self._setting.session)
            image = lesson_image(self._setting)
        except KeyboardInterrupt:
            return tasks.GotImage(self.facts, words("image.interrupted"))
        except TutorError as error:
            return tasks.GotImage(self.facts, f"{error.message} {error.hint}".strip())
        finally:
            self._screen.progress("", 0, 0)
        if image is None:
            return tasks.GotImage(self.facts, words("image.not-there", image=self._setting.image))
        self.facts = replace(self.facts, image=image)
        return tasks.GotImage(self.facts)
