"""Settings: flags over environment over `config.toml`, and where things are kept."""

from pathlib import Path

import pytest

from mock_interview import config
from mock_interview.errors import BadInput


def configured(text: str | bytes) -> Path:
    """Write `config.toml` and return its path."""
    path = config.config_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_flag_over_environment_over_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flag beats the environment, the environment beats the file, and a setting nobody made is None."""
    configured('grader = "from-file"\n')

    assert config.setting("grader") == "from-file"
    monkeypatch.setenv("MOCK_INTERVIEW_GRADER", "from-environment")
    assert config.setting("grader") == "from-environment"
    assert config.setting("grader", "from-flag") == "from-flag"
    assert config.setting("engine") is None


def test_empty_values_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable or flag counts as not given."""
    configured('grader = "from-file"\n')
    monkeypatch.setenv("MOCK_INTERVIEW_GRADER", "")

    assert config.setting("grader", "") == "from-file"


def test_no_file_is_no_setting() -> None:
    """Without a `config.toml` nothing is set and nothing is created."""
    assert config.setting("grader") is None
    assert not config.home().exists()


EXPECTED = "expected one of grader, engine, bank, reviewer, timeout with a text value"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"grader = embedded\n", "cannot be read as TOML: Invalid value (at line 1, column 10)"),
        (b"a = " + b"[" * 50_000, "cannot be read as TOML: maximum recursion depth exceeded"),
        (b"\xff\xfeg\x00", "cannot be read as TOML: 'utf-8' codec can't decode byte 0xff in position 0"),
        (b'graders = "x"\n', "graders: expected one of grader, engine, bank, reviewer, timeout with a text value"),
        (b"bank = 3\n", "bank: expected one of grader, engine, bank, reviewer, timeout with a text value"),
        (
            b'[grader]\nname = "x"\n',
            "grader: expected one of grader, engine, bank, reviewer, timeout with a text value",
        ),
    ],
    ids=["not TOML", "without end", "not text", "unknown key", "not a string", "table"],
)
def test_a_file_that_cannot_be_used(text: bytes, message: str) -> None:
    """A `config.toml` that cannot be used is an error that names the file and what is wrong with it."""
    path = configured(text)

    with pytest.raises(BadInput) as caught:
        config.setting("grader")
    assert caught.value.message.startswith(f"{path}: {message}")


def test_a_flag_does_not_need_the_file() -> None:
    """What is given as a flag works even when `config.toml` is broken."""
    configured("grader = \n")

    assert config.setting("grader", "embedded") == "embedded"


def test_keys_are_not_read_from_files() -> None:
    """A key in `config.toml` is refused, without repeating it, and the environment is named instead."""
    path = configured('openai_api_key = "sk-secret"\n')

    with pytest.raises(BadInput) as caught:
        config.setting("grader")
    assert (caught.value.message, caught.value.hint) == (
        f"{path}: openai_api_key: keys are not read from files",
        "Set OPENAI_API_KEY in the environment.",
    )


def test_folders_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two variables move everything that is kept, and `~` is the user's folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", "~/mine")
    monkeypatch.setenv("MOCK_INTERVIEW_MODELS", "~/big")

    assert (config.home(), config.config_file(), config.models_folder()) == (
        tmp_path / "mine",
        tmp_path / "mine" / "config.toml",
        tmp_path / "big",
    )


@pytest.mark.skipif("sys.platform != 'linux'", reason="the folders differ by platform")
def test_folders_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without variables, data, configuration and models go where the platform keeps such things."""
    for name in ("MOCK_INTERVIEW_HOME", "MOCK_INTERVIEW_MODELS"):
        monkeypatch.delenv(name)
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))

    assert (config.home(), config.config_file(), config.models_folder()) == (
        tmp_path / "DATA" / "mock-interview",
        tmp_path / "CONFIG" / "mock-interview" / "config.toml",
        tmp_path / "CACHE" / "mock-interview" / "models",
    )


@pytest.mark.parametrize(("text", "seconds"), [("", 60), ("20", 20), ("0.5", 0.5)])
def test_a_time_is_read_in_seconds(text: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """`MOCK_INTERVIEW_TIMEOUT` is a number of seconds; without it the usual one holds."""
    monkeypatch.setenv("MOCK_INTERVIEW_TIMEOUT", text)
    assert config.seconds("timeout", 60) == seconds


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf", "1e9"])
def test_a_time_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that would wait for ever or not at all is refused, with its name."""
    monkeypatch.setenv("MOCK_INTERVIEW_TIMEOUT", text)
    with pytest.raises(BadInput) as caught:
        config.seconds("timeout", 60)
    assert (caught.value.message, caught.value.hint) == (
        f"timeout: {text!r} is no time between 0.01 and 3600 seconds",
        "Set MOCK_INTERVIEW_TIMEOUT.",
    )


def test_a_setting_that_is_no_text_is_refused() -> None:
    """Bytes that are no UTF-8 would keep a session with them from being saved; a folder may be called so."""
    with pytest.raises(BadInput) as caught:
        config.setting("grader", "openai:\udcff")
    assert caught.value.message == "grader: 'openai:\\udcff' is not Unicode text"
    assert config.setting("bank", "\udcff") == "\udcff"
