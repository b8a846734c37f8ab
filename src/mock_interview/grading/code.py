"""Code in an answer: kept as it stands, and read as code and not as prose."""

import re

from mock_interview.grading.evidence import Span

FEWEST_LINES = 2
LONGEST_LINE = 500
"""Characters: the pattern below tries many ways to part a line, so what nobody writes as one line is not tried."""
_CODE = re.compile(
    r"(?:"
    r"(?:async )?(?:def|class|for|while|if|elif|else|with|try|except|finally)\b.*:\s*(?:#.*)?"
    r"|(?:return|yield|raise|assert|import|from|del|global|pass|break|continue)\b.*"
    r"|@\w.*|#.*|\"\"\".*"
    r"|[\w.\[\](), :'\"]+\s*(?:[-+*/@|&%]|//|\*\*)?=(?!=).*"
    r"|[\w.\[\]]+\(.*\)?,?\s*(?:#.*)?"
    r"|[)\]}]+[,:]?.*|.*[(\[{,]\s*"
    r")"
)


def code_lines(text: str) -> list[Span]:
    """Return (start, end) of the lines that are code: at least two in a row that look like it, blank lines between."""
    found: list[Span] = []
    run: list[Span] = []
    start = 0
    for line in [*text.split("\n"), "end of the last run."]:
        span = (start, start + len(line))
        start += len(line) + 1
        bare = line.strip()
        if len(bare) <= LONGEST_LINE and _CODE.fullmatch(bare):
            run.append(span)
        elif line.strip():
            if len(run) >= FEWEST_LINES:
                found += run
            run = []
    return found


def beyond(code: str, text: str) -> str:
    """Return a text without the lines that are lines of the code that was given."""
    given = {" ".join(line.split()) for line in code.splitlines()}
    return "\n".join(line for line in text.splitlines() if " ".join(line.split()) not in given)
