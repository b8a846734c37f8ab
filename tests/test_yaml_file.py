"""Reading YAML of a stranger: values with their lines, and a problem with file and line for whatever is wrong."""

from pathlib import Path

import pytest

from mock_interview.bank.yaml_file import LARGEST, read_yaml
from mock_interview.models import Question


def written(tmp_path: Path, text: str | bytes) -> Path:
    """Write a file and return its path."""
    path = tmp_path / "q.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_values_and_lines(tmp_path: Path) -> None:
    """A file is read into plain values, with the line every field and every entry stands on."""
    file = read_yaml(
        written(tmp_path, "# top\na: 1\nb:\n  - c: yes\n    d: |\n      x\n      y\n  - [1, 2.5]\n"), tmp_path
    )

    assert (file.name, file.problems) == ("q.yaml", [])
    assert file.value == {"a": 1, "b": [{"c": True, "d": "x\ny\n"}, [1, 2.5]]}
    assert file.lines == {
        (): 2,
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 0, "c"): 4,
        ("b", 0, "d"): 5,
        ("b", 1): 8,
        ("b", 1, 0): 8,
        ("b", 1, 1): 8,
    }


@pytest.mark.parametrize(
    "text",
    [b"\xef\xbb\xbfa: caf\xc3\xa9\n", b"a: caf\xc3\xa9\r\n", "a: 'café'".encode()],
    ids=["byte order mark", "Windows line ends", "no last line end"],
)
def test_text_as_editors_save_it(tmp_path: Path, text: bytes) -> None:
    """A byte order mark, Windows line ends and a missing last line end are no problem."""
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert (file.value, file.problems) == ({"a": "café"}, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "q.yaml:1: is empty"),
        ("# only a comment\n", "q.yaml:1: is empty"),
        ("a: 1\nb: [1, 2\nc: 3\n", "q.yaml:3: is not valid YAML: did not find expected ',' or ']'"),
        ("a: 1\n\tb: 2\n", "q.yaml:2: is not valid YAML: found a tab character that violates indentation"),
        ("a: 1\n---\na: 2\n", "q.yaml:2: is not valid YAML: but found another document"),
        ("a: &x 1\nb: *x\n", "q.yaml:2: is not valid YAML: aliases are not allowed; write it out"),
        ("a: 1\nb: " + "[" * 100_000, "q.yaml:2: is not valid YAML: is nested too deeply"),
        ("a: 1\nb: !!python/name:os.system\n", "q.yaml:2: is not valid YAML: tags are not allowed; remove it"),
        (
            "a: 1\nb: !!python/object/apply:os.system [x]\n",
            "q.yaml:2: is not valid YAML: tags are not allowed; remove it",
        ),
        ("a: 1\nb: !mine {c: 1}\n", "q.yaml:2: is not valid YAML: tags are not allowed; remove it"),
        ("a: 1\nb: !!bool perhaps\n", "q.yaml:2: is not valid YAML: tags are not allowed; remove it"),
        ("a: 1\nb: x\x1b[31my\n", "q.yaml:2: has the control character U+001B; remove it"),
        ("a: 1\nb: \0\n", "q.yaml:2: has the control character U+0000; remove it"),
        (b"a: 1\nb: caf\xe9\n", "q.yaml:2: is not UTF-8 text (byte 11); save it as UTF-8"),
        ("a: 1\n".encode("utf-16"), "q.yaml:1: is not UTF-8 text (byte 0); save it as UTF-8"),
        (b"#" * (LARGEST + 1), "q.yaml:1: is larger than 1,000,000 bytes; split it"),
    ],
    ids=[
        "empty",
        "comment",
        "unclosed list",
        "tab",
        "two documents",
        "alias",
        "nested",
        "python name",
        "python call",
        "own tag",
        "wrong standard tag",
        "escape",
        "nul",
        "latin-1",
        "utf-16",
        "large",
    ],
)
def test_what_cannot_be_read(tmp_path: Path, text: str | bytes, expected: str) -> None:
    """What cannot be read gives no value and one problem, with the line and what to do."""
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert (file.value, file.problems) == (None, [expected])


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("a: 1\na: 2\n", {"a": 2}, "q.yaml:2: a: stands twice; remove one"),
        ("b:\n- c: 1\n  c: 2\n", {"b": [{"c": 2}]}, "q.yaml:3: b[0].c: stands twice; remove one"),
        ("a: =\n", {"a": "="}, "q.yaml:1: a: is neither text nor a number; put it in quotes"),
        ("a: 2024-13-45\n", {"a": "2024-13-45"}, "q.yaml:1: a: is neither text nor a number; put it in quotes"),
    ],
    ids=["key twice", "key twice deeper", "equals sign", "no such date"],
)
def test_what_cannot_be_meant(tmp_path: Path, text: str, value: object, problem: str) -> None:
    """Doubled keys and values that are nothing are problems at their own field; the rest is still read."""
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert (file.value, file.problems) == (value, [problem])


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is a problem and not a crash."""
    (tmp_path / "folder.yaml").mkdir()

    assert read_yaml(tmp_path / "none.yaml", tmp_path).problems == [
        "none.yaml:1: cannot be read: No such file or directory"
    ]
    assert read_yaml(tmp_path / "folder.yaml", tmp_path).problems == ["folder.yaml:1: cannot be read: Is a directory"]


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    """A link that leads out of the bank's folder is not followed."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "q.yaml").symlink_to(written(tmp_path, "secret: 1\n"))

    file = read_yaml(tmp_path / "bank" / "q.yaml", tmp_path / "bank")

    assert file.value is None
    assert file.problems == ["q.yaml:1: leads out of the bank's folder; put the file itself here"]


def test_every_field_that_does_not_fit(tmp_path: Path) -> None:
    """A value that does not fit names every field at fault at once, each at its line, with what to do."""
    text = "id: Why Bread\ncategory:\ntitle: no\nkind: essay\nminutes: five\ntopics: bread\nlevel: L4\n"
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert file.validate(Question) is None
    assert file.problems == [
        "q.yaml:1: id: is not an id; use lower-case words and digits joined by hyphens",
        "q.yaml:2: category: is empty; fill it in",
        "q.yaml:3: title: is not text; put it in quotes",
        "q.yaml:4: kind: input should be 'concept', 'design', 'behavioural', 'derivation' or 'coding'",
        "q.yaml:5: minutes: input should be a valid integer, unable to parse string as an integer",
        "q.yaml:6: topics: is not a list; begin each entry with `- `",
        "q.yaml:1: prompt: is missing; add it",
        "q.yaml:7: level: is not a known field; remove it or correct its spelling",
    ]


@pytest.mark.parametrize("text", ["- a\n", "no\n", "just words\n"], ids=["list", "no", "text"])
def test_a_file_of_something_else(tmp_path: Path, text: str) -> None:
    """A file that holds no fields at all is told how fields are written."""
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert file.validate(Question) is None
    assert file.problems == ["q.yaml:1: is not a mapping; write it as `field: value` lines"]


def test_a_file_that_fits(tmp_path: Path) -> None:
    """A file that fits becomes the value it describes."""
    text = "id: why\ncategory: bread\ntitle: Why?\nkind: concept\nminutes: 5\nprompt: Say why.\n"
    file = read_yaml(written(tmp_path, text), tmp_path)

    assert file.validate(Question) == Question(
        id="why", category="bread", title="Why?", kind="concept", minutes=5, prompt="Say why."
    )
    assert file.problems == []
