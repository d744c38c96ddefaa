"""Sentences about lesson files and concept cards: what is wrong, and (`.cure`) what to do about it."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "problem.all": "{file} has {count} problems:",
    "problem.more": "… and {count} more",
    "problem.near": "Did you mean `{near}`?",
    "problem.none-yet": "There is none to choose from yet.",
    "problem.known": "Known are {known}.",
    # finding a lesson
    "lessons.see": "See what there is: docker-tutor lessons",
    "lessons.no-name": "{name} is not a lesson's name: those have small letters, digits and dashes.",
    "lessons.no-name.cure": "To open a file of your own, give its path with the .md at its end.",
    "lessons.unknown": "There is no lesson {name}.",
    # the file as a whole
    "lesson-file.large": "{file} is larger than 1 MiB: that is no lesson.",
    "lesson-file.large.cure": "Split it into several lessons.",
    "lesson-file.character": "There is a character {code} here, which does not belong in a lesson.",
    "lesson-file.character.cure": "Delete it; a terminal or YAML would act on it.",
    "lesson-file.bytes": "The byte {byte} here is not UTF-8.",
    "lesson-file.bytes.cure": "Save the file as UTF-8.",
    "lesson-file.no-file": "{path} is not a file.",
    "lesson-file.no-file.cure": "Name a lesson's .md file.",
    "lesson-file.missing": "There is no file {path}.",
    "lesson-file.unreadable": "{path} cannot be read: {reason}.",
    "lesson-file.unreadable.cure": "Check its name and its permissions.",
    "lesson-file.newer": "This lesson is written in format {written}; this docker-tutor reads format {known}.",
    "lesson-file.newer.cure": "Get a newer one: pip install --upgrade docker-tutor",
    # its parts and their order
    "outline.no-front": "There is no front matter.",
    "outline.no-front.cure": "The file begins with `---`, lines such as `id: my-lesson`, and `---` again.",
    "outline.no-step": "The section {section} has no step.",
    "outline.no-step.cure": "Only the last section may be text alone.",
    "outline.empty-section": "The section {section} is empty.",
    "outline.empty-section.cure": "Delete it.",
    "outline.no-steps": "This lesson has no steps.",
    "outline.no-steps.cure": "A step is `## Title`, text, and a ```step block.",
    "outline.late-text": "Text behind a step's block is never shown.",
    "outline.late-text.cure": "Move it above the block, or into the block behind `passed:`.",
    "outline.no-section": "The step {step} stands in no section.",
    "outline.no-section.cure": "Put a `# Section` above.",
    "outline.no-title": "This step has no title.",
    "outline.no-title.cure": "Each step block needs a line `## Title` above it.",
    "outline.no-block": "The step {step} has no ```step block.",
    "outline.no-block.cure": "Inside text write headings with ###, and leave a blank line above a line of dashes.",
    "outline.empty-heading": "This heading is empty.",
    "outline.empty-heading.cure": "Give it a title.",
    "outline.inner-block": "This step block stands inside a list or a quote.",
    "outline.inner-block.cure": "Begin its ``` at the line's start.",
    "outline.open-block": "The step block that begins here never ends.",
    "outline.open-block.cure": "End it with a line {fence}.",
    # YAML
    "yaml.invalid": "This is not valid YAML: {reason}.",
    "yaml.quote": (
        "Put quotes around a text that holds `: ` or ` #`, or that begins with one of \" ' ` * & ! % @ | > [ {{."
    ),
    "yaml.quote-or-above": (
        "Put quotes around a text that holds `: ` or ` #`, "
        "or that begins with one of \" ' ` * & ! % @ | > [ {{. "
        "If this line is right, look above for a quote that does not end, or for other indentation."
    ),
    "yaml.quote-facts": "Put quotes around a text that holds {{{{ or }}}}.",
    "yaml.open-quote": "The quote that begins here does not end; inside '…' a ' is written twice.",
    "yaml.tabs": "Indent with spaces: YAML takes no tabs there.",
    "yaml.empty": "Nothing is written here.",
    "yaml.begin": "Begin with a line such as `id: my-step`.",
    "yaml.no-keys": "Here must be lines of `key: value`.",
    "yaml.second": "A second YAML document begins here.",
    "yaml.second.cure": "Delete the line `---` or `...`.",
    "yaml.comment": "The text {text} ends at ` #`: YAML takes the rest for a comment.",
    "yaml.comment.cure": "Put quotes around the whole text, or move the comment to its own line.",
    "yaml.braces": "Braces or brackets stand here where a key is expected.",
    "yaml.twice": "The key {key} is here twice.",
    "yaml.twice.cure": "It is on line {line} already.",
    "yaml.alias": "{text} is an alias to YAML; lessons have none.",
    "yaml.anchor": "{text} is an anchor to YAML; lessons have none.",
    "yaml.tag": "The tag {text} stands here; lessons have none.",
    "yaml.deep": "This is nested too deeply.",
    "yaml.deep.cure": "No part of a lesson needs that; see the example.",
    # concept cards
    "card.no-front.cure": "The file begins with `---`, lines such as `id: volume`, and `---` again.",
    "card.empty": "This card says nothing.",
    "card.empty.cure": "Write a few lines behind the second `---`.",
    "card.other-name": "The card is {card}, its file {file}.",
    "card.other-name.cure": "Give both the same name.",
}
