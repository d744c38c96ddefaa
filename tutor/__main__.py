"""The way in: `docker-tutor`, and `python -m tutor`. It says what is needed before what lacks it chokes on more.

Pythons from 3.6 on can read this file, so it does without what they lack.
"""

import gc
import sys

OLDEST = (3, 11)
FEW = 20000  # new objects between two collections, once a session has begun (tutor/session.py)


def main() -> int:
    """Run `docker-tutor` with the words of this process's command line.

    Returns:
        The exit code; 2 on a Python that is too old, 4 on Windows itself.
    """
    if sys.version_info < OLDEST:  # pip holds this back, but python -m tutor in a checkout does not
        sys.stderr.write(refusal(sys.version_info[:2]))
        return 2
    if sys.platform == "win32":  # there are none of the terminals that a lesson needs, nor the modules for them
        sys.stderr.write(on_windows())
        return 4
    if sys.argv[1:] == ["docker-cli-plugin-metadata"]:  # `docker --help` asks, and waits for the answer
        from tutor.plugin import metadata  # noqa: PLC0415  # an older Python could not read it

        sys.stdout.write(metadata() + "\n")
        return 0
    gc.set_threshold(FEW)
    gc.disable()  # what 900 modules make stays: to look it through again and again took a fifth of the start
    from tutor.cli import main as run  # noqa: PLC0415  # as above

    return run()


def on_windows() -> str:
    """What somebody is told who started it on Windows itself, in their language: `tutor.cli` is not loaded there."""
    import os  # noqa: PLC0415  # only here

    from tutor.core.texts import words  # noqa: PLC0415  # an older Python could not read it
    from tutor.languages import SHIPPED, choose  # noqa: PLC0415  # as above

    choose(os.environ, SHIPPED)
    return words("trouble.windows") + "\n" + words("trouble.windows.cure") + "\n"


def refusal(version: tuple) -> str:  # type: ignore[type-arg]  # tuple[int, int] is newer than the oldest reader
    """What somebody is told whose Python is `version` (major, minor): in English, as it can read no translation."""
    here, oldest = (".".join(str(number) for number in numbers) for numbers in (version, OLDEST))
    return (
        f"docker-tutor needs Python {oldest} or newer, and this is Python {here}: "
        f"run it with a newer one, such as python{oldest} -m tutor\n"
    )


if __name__ == "__main__":
    sys.exit(main())
