"""Read one YAML file from a stranger into plain values, remembering the line of every field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.reader import Reader

T = TypeVar("T", bound=BaseModel)

LARGEST = 1_000_000
DEEPEST = 20
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Where = tuple[str | int, ...]


@dataclass
class YamlFile:
    """The values of a file and the line (from 1) of each field; `problems` is empty when it could be read."""

    name: str
    value: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def problem(self, where: Where, what: str) -> None:
        """Note a problem as `file:line: field: what to do`, at the nearest field that has a line."""
        nearest = where
        while nearest and nearest not in self.lines:
            nearest = nearest[:-1]
        name = "".join(f"[{w}]" if isinstance(w, int) else f".{w}" for w in where).lstrip(".")
        place = f"{self.name}:{self.lines.get(nearest, 1)}"
        self.problems.append(f"{place}: {name}: {what}" if name else f"{place}: {what}")

    def problem_on(self, line: int, what: str) -> None:
        """Note a problem on a line, for what no field can be named for."""
        self.problems.append(f"{self.name}:{line}: {what}")

    def at(self, where: Where) -> Any:
        """Return the value of a field, or of a field within fields, as it is written; None when there is none."""
        value = self.value
        for key in where:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def entries(self, where: Where) -> Iterator[tuple[Where, dict[str, Any]]]:
        """Yield the place and the fields of every mapping in a list of the file, sound or not."""
        items = self.at(where)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield (*where, i), item

    def validate(self, model: type[T], value: Any = None, at: Where = ()) -> T | None:
        """Return the file's value (or `value`, found `at` a place in it) as a model; None when it does not fit."""
        if self.value is None:
            return None
        try:
            return model.model_validate(self.value if value is None else value)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self.problem((*at, *(part for part in item["loc"] if part != "[key]")), say(item))
            return None


def say(error: ErrorDetails) -> str:
    """Return what to do about a fault that pydantic found."""
    match error["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is not a known field; remove it or correct its spelling"
        case "string_type" | "list_type" | "tuple_type" | "dict_type" | "model_type" if error["input"] is None:
            return "is empty; fill it in"
        case "string_type":
            return "is not text; put it in quotes"
        case "list_type" | "tuple_type":
            return "is not a list; begin each entry with `- `"
        case "dict_type" | "model_type":
            return "is not a mapping; write it as `field: value` lines"
        case "string_pattern_mismatch":
            return "is not an id; use lower-case words and digits joined by hyphens"
        case "value_error":
            return str(error["ctx"]["error"])
    return error["msg"][0].lower() + error["msg"][1:]


def read_yaml(path: Path, root: Path) -> YamlFile:
    """Read a YAML file below `root`; sizes, links out of the root, aliases, tags and doubled keys are refused."""
    name = path.relative_to(root).as_posix()
    file = YamlFile(name)
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            file.problem((), "leads out of the bank's folder; put the file itself here")
        elif path.stat().st_size > LARGEST:
            file.problem((), f"is larger than {LARGEST:,} bytes; split it")
        else:
            text = path.read_text(encoding="utf-8")
            if control := Reader.NON_PRINTABLE.search(text):
                line = text.count("\n", 0, control.start()) + 1
                file.problem_on(line, f"has the control character U+{ord(control[0]):04X}; remove it")
            else:
                file.value = _values(_compose(text), file, ())
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        file.problem_on(line, f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
    except OSError as error:
        file.problem((), f"cannot be read: {error.strerror}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = "is nested too deeply" if "nesting depth" in str(error.problem) else error.problem  # libyaml's own limit
        file.problem_on(mark.line + 1 if mark else 1, f"is not valid YAML: {what}")
    if file.value is None and not file.problems:
        file.problem((), "is empty")
    return file


def _compose(text: str) -> yaml.Node | None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _refused("is nested too deeply", event)
        if isinstance(event, yaml.AliasEvent):
            raise _refused("aliases are not allowed; write it out", event)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            raise _refused("tags are not allowed; remove it", event)
    return yaml.compose(text, Loader=_Loader)


def _refused(what: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=what, problem_mark=mark)


def _values(node: yaml.Node | None, file: YamlFile, where: Where) -> Any:
    if node is None:
        return None
    file.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            file.lines[(*where, name)] = key.start_mark.line + 1
            if name in result:
                file.problem((*where, name), "stands twice; remove one")
            result[name] = _values(value, file, (*where, name))
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_values(item, file, (*where, i)) for i, item in enumerate(node.value)]
    try:
        return SafeConstructor().construct_object(node)
    except (ConstructorError, ValueError):
        file.problem(where, "is neither text nor a number; put it in quotes")
        return node.value
