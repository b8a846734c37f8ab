"""Read one YAML file from a stranger into plain values, remembering the line of every field."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError
from yaml.constructor import ConstructorError, SafeConstructor

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

    def validate(self, model: type[T], value: Any = None, at: Where = ()) -> T | None:
        """Return the file's value (or `value`, found `at` a place in it) as a model; None when it does not fit."""
        if self.value is None:
            return None
        try:
            return TypeAdapter(model).validate_python(self.value if value is None else value)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self.problem((*at, *item["loc"]), _say(item["type"], item["msg"]))
            return None


def _say(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is not a known field; remove it or correct its spelling"
    return message[0].lower() + message[1:]


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
            file.value = _values(_compose(text), file, ())
    except UnicodeDecodeError as error:
        file.problem((), f"is not UTF-8 text (byte {error.start}); save it as UTF-8")
    except OSError as error:
        file.problem((), f"cannot be read: {error.strerror}")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.problems.append(f"{name}:{mark.line + 1 if mark else 1}: is not valid YAML: {error.problem}")
    except yaml.YAMLError as error:
        file.problem((), f"is not valid YAML: {str(error).splitlines()[0]}")
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
    return yaml.compose(text, Loader=_Loader)


def _refused(what: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=what, problem_mark=mark)


def _values(node: yaml.Node | None, file: YamlFile, where: Where) -> Any:
    if node is None:
        return None
    file.lines.setdefault(where, node.start_mark.line + 1)
    if not node.tag.startswith("tag:yaml.org,2002:"):
        file.problem(where, f"has the tag {node.tag}; tags are not allowed")
        return None
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
    except (ConstructorError, ValueError) as error:
        file.problem(where, f"cannot be read: {error}")
        return None
