"""A bank of three questions a baker is asked, and the transcripts of `data/transcripts`."""

import shutil
from pathlib import Path

from support import TINY

TRANSCRIPTS = Path(__file__).parent / "data" / "transcripts"

QUESTION = """\
format: 1
id: {name}
category: bread
title: {title}
kind: concept
minutes: 5
topics: [{topics}]
prompt: |
  {prompt}
"""
RUBRIC = """\
format: 1
question: {name}
criteria:
  L4:
    - {{id: first-{name}, claim: "{first}", hint: Say it., probe: "{probe}"}}
    - {{id: second-{name}, claim: "{second}", hint: Say it., probe: What else matters here?}}
  L5: []
  L6: []
strong_hire: []
down_level: []
notes: ["{first}"]
"""
MORE = [
    {
        "name": "pizza-oven",
        "title": "Why is an oven for pizza hotter?",
        "topics": "pizza, oven, stone",
        "prompt": "Why does an oven for pizza have to be hotter than one for bread, and what does a stone do?",
        "first": "Says that the crust of a thin pizza has to set before the topping dries out.",
        "second": "Explains that a stone stores heat and gives it to the base of the pizza at once.",
        "probe": "What would a steel plate change about that?",
    },
    {
        "name": "why-salt",
        "title": "Why does bread need salt?",
        "topics": "salt, taste, fermentation",
        "prompt": "A customer asks for a loaf without salt. What does salt do in bread besides taste?",
        "first": "States that salt slows the fermentation by drawing water from the cells of yeast.",
        "second": "Says that salt tightens the strands of protein so that the loaf keeps its shape.",
        "probe": "How much salt would be too much?",
    },
]


def bakery(folder: Path) -> Path:
    """Copy the tiny bank below `folder`, with two more questions about other things."""
    root = shutil.copytree(TINY, folder / "bakery")
    for one in MORE:
        (root / "questions" / "bread" / f"{one['name']}.yaml").write_text(QUESTION.format(**one), encoding="utf-8")
        (root / "rubrics" / "bread" / f"{one['name']}.yaml").write_text(RUBRIC.format(**one), encoding="utf-8")
    return root
