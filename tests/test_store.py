"""Model files: where they lie, whether they are whole, and the command that repairs them."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mock_interview.errors import BadInput, ExitCode, GraderFailed
from mock_interview.llm import store

CATALOG = store.CATALOG
DATA = b"GGUF and the rest"
DIGEST = hashlib.sha256(DATA).hexdigest()
TINY = replace(store.CATALOG[store.DEFAULT], name="tiny", file="tiny.gguf", sha256=DIGEST, size=len(DATA))
OTHER = replace(store.CATALOG["qwen3-4b"], name="other", file="other.gguf")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the models folder, with a catalogue of two small models."""
    monkeypatch.setattr(store, "CATALOG", {"tiny": TINY, "other": OTHER})
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def put(path: Path, data: bytes = DATA) -> Path:
    """Write a file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("tiny", "{models}/tiny.gguf"),
        ("owner/repo", "{models}/owner--repo/model.gguf"),
        ("owner/repo/file-Q4.gguf", "{models}/owner--repo/file-Q4.gguf"),
        ("mine.gguf", "mine.gguf"),
        ("./mine.gguf", "mine.gguf"),
        ("../mine.gguf", "../mine.gguf"),
        ("folder/mine.gguf", "folder/mine.gguf"),
        ("/some/where/mine.gguf", "/some/where/mine.gguf"),
        ("~/mine.gguf", "{home}/mine.gguf"),
    ],
)
def test_a_name_leads_to_a_path(models: Path, name: str, path: str) -> None:
    """A catalogue name and owner/repo lie in the models folder; a file is where it was said to be."""
    assert store.path_of(name) == Path(path.format(models=models, home=Path.home()))


def test_a_repository_without_a_file_name_means_the_file_that_is_here(models: Path) -> None:
    """Once fetched, owner/repo is enough."""
    path = put(models / "owner--repo" / "some-Q4_K_M.gguf")

    assert (store.path_of("owner/repo"), store.label("owner/repo")) == (path, "some-Q4_K_M")


@pytest.mark.parametrize("name", ["nothing", "a/b/c/d", "../../etc/passwd", "owner/..//x", ""])
def test_an_unknown_name_is_refused(name: str) -> None:
    """What is no model at all is said with what there is."""
    with pytest.raises(BadInput) as caught:
        store.path_of(name)

    assert (caught.value.message, caught.value.hint) == (
        f"{name!r} is no model of the catalogue (tiny, other), no .gguf file and no owner/repo.",
        "See `mock-interview model list`.",
    )


@pytest.mark.parametrize("model", CATALOG.values(), ids=CATALOG)
def test_every_model_of_the_catalogue_can_be_fetched_and_checked(model: store.Model) -> None:
    """Its place on the hub is a valid one, and pieces come with the digest and size of the whole."""
    assert store.HUB_NAME.match(f"{model.repo}/{model.file}")
    assert bool(model.pieces) == bool(model.count) == bool(model.sha256 and model.size)


def test_installed_lists_every_model_file(models: Path) -> None:
    """Files of the catalogue and of the hub are listed; stamps and unfinished files are not."""
    here = [put(models / "owner--repo" / "a.gguf"), put(models / "tiny.gguf")]
    put(models / "tiny.gguf.checked")
    put(models / "other.gguf.part")

    assert store.installed() == here


def test_a_whole_file_gives_its_digest(models: Path) -> None:
    """A file that is what it should be is accepted."""
    assert store.verify(put(models / "tiny.gguf")) == DIGEST


@pytest.mark.parametrize(
    ("prepare", "what"),
    [
        (lambda path: None, "is missing."),
        (lambda path: put(path, DATA[:-1]), "has 16 bytes instead of 17: it is cut off or altered."),
        (lambda path: put(path, b""), "has 0 bytes instead of 17: it is cut off or altered."),
        (
            lambda path: put(path, b"X" + DATA[1:]),
            f"is altered: its SHA-256 is {hashlib.sha256(b'X' + DATA[1:]).hexdigest()}.",
        ),
    ],
    ids=["missing", "truncated", "empty", "altered"],
)
def test_a_file_that_is_not_whole_names_the_repair(models: Path, prepare: Callable[[Path], object], what: str) -> None:
    """Missing, cut off or altered: the file, what is wrong with it, and the command that repairs it."""
    path = models / "tiny.gguf"
    prepare(path)

    with pytest.raises(GraderFailed) as caught:
        store.verify(path)

    assert (caught.value.message, caught.value.hint, caught.value.retryable, caught.value.exit_code) == (
        f"The model file {path} {what}",
        "mock-interview model pull tiny",
        False,
        ExitCode.NO_GRADER,
    )


def test_a_file_altered_after_it_was_checked_is_found(models: Path) -> None:
    """The remembered digest holds for the file it was computed of alone."""
    path = put(models / "tiny.gguf")
    store.verify(path)
    facts = path.stat()
    put(path, b"X" + DATA[1:])
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))

    with pytest.raises(GraderFailed, match="is altered"):
        store.verify(path)


@pytest.mark.parametrize("stamp", ["", "{", "[]", '"x"', "{}", "\udcff"], ids=repr)
def test_a_broken_stamp_only_costs_time(models: Path, stamp: str) -> None:
    """A stamp that cannot be read is written anew."""
    path = put(models / "tiny.gguf")
    put(models / "tiny.gguf.checked", stamp.encode(errors="surrogateescape"))

    assert store.verify(path) == DIGEST


def test_a_checked_file_is_not_read_again_unless_asked(models: Path) -> None:
    """The digest is computed once for a file that stays; `thorough` computes it anew."""
    path = put(models / "tiny.gguf")
    read: list[str] = []

    def note(what: str, done: int, total: int) -> None:
        read.append(f"{what} {done}/{total}")

    store.verify(path, progress=note)
    store.verify(path, progress=note)
    once = list(read)
    store.verify(path, thorough=True, progress=note)

    assert (once, read) == (["checking 17/17"], ["checking 17/17"] * 2)


def test_a_file_from_the_hub_is_held_to_the_digest_it_came_with(models: Path) -> None:
    """What was fetched with a published digest must keep it; the repair names the very file."""
    path = put(models / "owner--repo" / "file.gguf")
    store.write_stamp(path, DIGEST, DIGEST)
    put(path, DATA + b"!")

    with pytest.raises(GraderFailed, match="is altered") as caught:
        store.verify(path)

    assert caught.value.hint == "mock-interview model pull owner/repo/file.gguf"


def test_a_file_of_ones_own_may_be_anything(tmp_path: Path) -> None:
    """No digest is known for it: it is computed, and again when the file changes."""
    path = put(tmp_path / "own" / "mine.gguf")
    first = store.verify(path)
    put(path, DATA + b"!")

    assert (first, store.verify(path)) == (DIGEST, hashlib.sha256(DATA + b"!").hexdigest())


def test_a_missing_file_of_ones_own_is_not_repaired_by_fetching_another(tmp_path: Path) -> None:
    """`model pull` would fetch something else, so it is not suggested."""
    with pytest.raises(GraderFailed) as caught:
        store.verify(tmp_path / "mine.gguf")

    assert caught.value.hint == "Give the path of a whole .gguf file."


def test_remove_takes_everything_that_belongs_to_a_model(models: Path) -> None:
    """The file, its stamp, what is unfinished and the pieces go, even after a fetch was killed; others stay."""
    path = put(models / "tiny.gguf")
    store.verify(path)
    put(models / "tiny.gguf.part")
    put(models / "tiny.gguf.parts" / "wheel-x" / "left.whl")
    other = put(models / "other.gguf")

    gone = store.remove("tiny")

    assert gone[:2] == [path, models / "tiny.gguf.checked"]
    assert sorted(gone[2:]) == [models / "tiny.gguf.part", models / "tiny.gguf.parts"]
    assert list(models.iterdir()) == [other]
    assert store.remove("tiny") == []


@pytest.mark.parametrize("link", [False, True], ids=["a file elsewhere", "a link to it"])
def test_remove_leaves_a_file_of_ones_own(models: Path, tmp_path: Path, link: bool) -> None:
    """What was not fetched is not deleted."""
    path = put(tmp_path / "own" / "mine.gguf")
    if link:
        (models / "tiny.gguf").symlink_to(path)

    with pytest.raises(BadInput) as caught:
        store.remove("tiny" if link else str(path))

    assert caught.value.hint == "Delete a file of your own yourself."
    assert path.exists()


def test_free_space_is_that_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    """A models folder that is not there yet has its parent's space."""
    assert store.free_bytes(tmp_path / "not" / "there") > 0
