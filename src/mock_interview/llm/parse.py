"""Read JSON out of a model's reply, which is never trusted to be JSON."""

import json
import re
from typing import Any

from mock_interview.errors import UnusableReply

_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"```[a-zA-Z]*[^\S\n]*\n")


def parse_json(text: str) -> Any:
    """Return the JSON value of a reply after one `<think>` block and one code fence are taken off.

    Raises `UnusableReply` that names the fault and where it stands, fit to be sent back to the model.
    """
    bare = _THINKING.sub("", text, count=1)
    bare = bare.strip()
    if (fence := _FENCE.match(bare)) and bare.endswith("```"):
        bare = bare[fence.end() : -3]
    if not bare.strip():
        raise UnusableReply("the reply is empty", raw=text)
    try:
        return strict_json(bare)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnusableReply(f"the reply is not valid JSON: {error.msg} at {where}", raw=text) from error
    except UnicodeEncodeError as error:
        raise UnusableReply("the reply has half of a surrogate pair, which is no text", raw=text) from error
    except ValueError as error:
        raise UnusableReply("the reply has a number of too many digits", raw=text) from error
    except RecursionError as error:
        raise UnusableReply("the reply is JSON nested too deeply", raw=text) from error


def strict_json(text: str) -> Any:
    """Return the JSON value of a text; raises `ValueError`, also for strings that are no UTF-8, or `RecursionError`."""
    value = json.loads(text)
    json.dumps(value, ensure_ascii=False).encode()
    return value
