"""What helps an author: the three files of a new question, and JSON Schemas for editors."""

from importlib import resources
from pathlib import Path
from string import Template
from typing import Any, cast

from pydantic import ValidationError

from mock_interview.bank.load import Bank, Categories, GoldFile, LevelsFile, RubricFile
from mock_interview.bank.loops import LoopsFile
from mock_interview.bank.places import content_root
from mock_interview.bank.writing import write_whole
from mock_interview.bank.yaml_file import read_yaml, say
from mock_interview.errors import BadInput
from mock_interview.models import Criterion, Noun, Question

FOLDERS = {"questions": "question.yaml", "rubrics": "rubric.yaml", "gold": "gold.yaml"}


def start_question(root: Path, *, name: str, category: str, title: str, kind: str) -> list[Path]:
    """Write the commented files of a new question below `root`, which is made a bank if it is none; return the paths.

    Nothing that exists is overwritten: raises `BadInput` when the id is taken or a file cannot be written.
    """
    title = " ".join(title.split()).replace("\\", "").replace('"', "'")
    try:
        Question(id=name, category=category, title=title, kind=cast(Any, kind), minutes=8, prompt="?")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadInput(f"{first['loc'][0]}: {say(first)}") from error
    values = {"id": name, "category": category, "title": title, "kind": kind}
    written: list[Path] = []
    begun: list[Path] = []
    try:
        if (root / "questions").is_dir() and any(path.stem == name for path in Bank(root).paths("questions")):
            raise BadInput(f"There is a question {name!r} already.", "Choose another id: an id is never used again.")
        written.append(_categories(root, category))
        levels = root / "rubrics" / "levels.yaml"
        if not levels.exists():
            write_whole(levels, (content_root() / "rubrics" / "levels.yaml").read_text(encoding="utf-8"))
            written.append(levels)
        for folder, template in FOLDERS.items():
            text = resources.files("mock_interview.bank").joinpath("templates", template).read_text(encoding="utf-8")
            path = root / folder / category / f"{name}.yaml"
            if path.exists():
                raise BadInput(f"{path}: is there already", "Choose another id: an id is never used again.")
            write_whole(path, Template(text).substitute(values))
            begun.append(path)
    except BadInput:
        for path in begun:  # a question that is only begun would keep its id taken
            path.unlink()
        raise
    except OSError as error:
        raise BadInput(f"{error.filename}: cannot be read: {error.strerror}") from error
    return written + begun


def _categories(root: Path, category: str) -> Path:
    """Add a category to the bank's list if it is not there; return the list's path."""
    path = root / "questions" / "categories.yaml"
    if not path.exists():
        text = "# The categories, in the order they are shown.\nformat: 1\ncategories:"
    else:
        found = read_yaml(path, root).validate(Categories)
        if found is None or any(c.id == category for c in found.categories):
            return path
        text = path.read_text(encoding="utf-8").rstrip("\n")
    if not text.splitlines()[-1].startswith(("categories:", "  ")):
        raise BadInput(f"{path}: has no category {category!r}.", "Add it there.")
    write_whole(path, f"{text}\n  - {{id: {category}, title: {category.replace('-', ' ').capitalize()}}}\n")
    return path


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file of a bank, by the name of its kind."""
    models: dict[str, type[Noun]] = {
        "question": Question,
        "rubric": RubricFile,
        "gold": GoldFile,
        "levels": LevelsFile,
        "categories": Categories,
        "loops": LoopsFile,
    }
    found = {name: model.model_json_schema() for name, model in models.items()}
    for criteria, fixed in _criteria_of(found):
        criteria["items"] = _written(fixed)
    for name, schema in found.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = f"mock-interview: {name}"
    return found


def _criteria_of(found: dict[str, dict[str, Any]]) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    """Return the places where criteria are written, each with what its place sets."""
    rubric = found["rubric"]
    levels = rubric["$defs"]["Expected"]["properties"]
    shared = found["levels"]["properties"]["shared"]["additionalProperties"]["anyOf"][0]
    tells = rubric["properties"]
    return [
        *((levels[level], ("kind", "shared", "caps")) for level in levels),
        (tells["strong_hire"], ("kind", "shared", "caps", "probe")),
        (tells["down_level"], ("kind", "shared", "probe")),
        (shared, ("shared",)),
    ]


def _written(fixed: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a criterion as it is written, without what its place sets."""
    schema = Criterion.model_json_schema()
    for name in fixed:
        del schema["properties"][name]
    schema["required"] = [name for name in ("id", "claim", "hint", "caps") if name in schema["properties"]]
    if "kind" in schema["properties"]:
        schema["required"].remove("caps")
    return schema
