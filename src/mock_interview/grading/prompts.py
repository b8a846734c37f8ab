"""Fill the templates of `prompts/`; the answer is never put through a template."""

import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mock_interview.bank import prompts_folder
from mock_interview.models import Question, digest

FENCE = "====="
"""The line before and after an answer; look-alikes in the answer are shortened."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(prompts_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def fill(name: str, **values: Any) -> str:
    """Return a template filled in, without white space around it."""
    return _environment().get_template(name).render(**values).strip()


def prompt_digest(*names: str) -> str:
    """Return `sha256:` and the digest of the named templates."""
    texts = [(prompts_folder() / name).read_bytes() for name in names]
    return "sha256:" + hashlib.sha256(b"\0".join(texts)).hexdigest()


def fenced(reading: str, question: Question) -> str:
    """Return an answer between two lines that nothing in it can imitate."""
    mark = f"{FENCE} {digest(question.prompt).removeprefix('sha256:')[:8]} {FENCE}"
    return f"{mark}\n{reading}\n{mark}"
