"""How fast docker-tutor is, beside what it stands on: the same thing done without it, by turns, in one run.

`make bench` prints all of it; `python -m benchmarks verdict echo` just these. Nothing here is asserted.
"""
