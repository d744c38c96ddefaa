"""What the tools for authors of lessons say: author lint, try, verify and record."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "tool.other-image": "With {name} in place of {image}.",
    "tool.no-fact": "There is no fact {fact}.",
    "tool.no-fact.cure": "Did you mean {near}?",
    "tool.linted": "{files}, {count} to better.",
    "tool.linted.well": "{files}, nothing to better.",
    # what came of a line that was tried
    "tool.verdict": "verdict  {verdict}",
    "tool.mistake": "mistake  {mistake}",
    "tool.mistake.none": "mistake  none",
    "tool.mark": "marks    {mark}",
    "tool.trouble": "trouble  {trouble}",
    "tool.left": "left     {thing}",
    # verify --recorded
    "tool.changed": "Changed since they were recorded: {steps}.",
    "tool.unfit": "Not as their recordings have it: {steps}.",
    "tool.anew": "Record them anew: docker-tutor author record {lesson}",
    # record
    "tool.recorded": "recorded  {step}: {lines}",
    "tool.size": "{size} kB in {folder}.",
    "tool.unwell": "{count} did not come as they should.",
    "tool.no-image": "There is no image {image} here, and recordings are made with it.",
    "tool.no-image.cure": "Get it with: docker pull {image}",
    "tool.other-place": "The other steps were recorded with another engine or image.",
    "tool.other-place.cure": "Record the whole lesson: docker-tutor author record LESSON",
    "tool.port-taken": "Port {port} is taken, and recordings are made with it.",
    "tool.port-taken.cure": "Stop what holds it, and record once more.",
    "tool.names-machine": "A recording names this machine: {word} stands in it.",
    "tool.names-machine.cure": "Record where it does not.",
    "tool.no-program": "{cli} is not a program.",
    "tool.no-program.cure": "Give the path of a docker command: --cli /usr/bin/docker",
}
