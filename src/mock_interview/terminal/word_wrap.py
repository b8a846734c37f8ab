"""Words stay whole at the right edge of the editor."""

import re
from bisect import bisect_left

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.screen import Char
from prompt_toolkit.layout.utils import explode_text_fragments


class WordWrap(Processor):
    """Fill a row with blanks where the next word has no room on it, and show no blank where a row is full.

    The text itself stays as it was typed. `prefix` is how many columns stand in front of every row.
    """

    def __init__(self, prefix: int) -> None:
        self.prefix = prefix

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Return a line as it is shown, with where each of its characters went."""
        room = max(transformation_input.width - self.prefix, 1)
        typed = explode_text_fragments(transformation_input.fragments)
        shown: StyleAndTextTuples = []
        places: list[int] = []
        column = 0
        for run in re.finditer(r"\s+|\S+", fragment_list_to_text(typed)):
            widths = [Char(character).width for character in run.group()]
            blank = run.group().isspace()
            if not blank and column < room < column + sum(widths) and sum(widths) <= room:
                shown += [("", " ")] * (room - column)
                column = room
            for fragment, width in zip(typed[run.start() : run.end()], widths, strict=True):
                places.append(len(shown))
                if blank and column >= room:
                    continue
                column = width if column + width > room else column + width
                shown.append(fragment)
        places.append(len(shown))
        return Transformation(shown, lambda i: places[min(i, len(places) - 1)], lambda i: bisect_left(places, i))
