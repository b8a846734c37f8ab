"""Which server is asked, and which key it is given."""

from pathlib import Path

import pytest

from mock_interview.errors import BadInput, ExitCode, MockInterviewError, NoGrader
from mock_interview.llm import Endpoint, choose, store
from mock_interview.llm.endpoint import THREE_CHOICES

KEY = "sk-test-0123456789"
OPENAI = "https://api.openai.com/v1"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the `local` extra is installed."""
    monkeypatch.setattr("mock_interview.llm.endpoint.engine_installed", lambda: True)


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the `local` extra is not installed."""
    monkeypatch.setattr("mock_interview.llm.endpoint.engine_installed", lambda: False)


def put_model(name: str = store.DEFAULT) -> Path:
    """Put a file where the model called `name` lies."""
    path = store.path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF")
    return path


@pytest.mark.parametrize(
    ("environment", "grader", "expected"),
    [
        ({"OPENAI_API_KEY": KEY}, None, Endpoint("openai:gpt-6-luna", OPENAI, "gpt-6-luna", KEY)),
        ({"OPENAI_API_KEY": KEY}, "openai", Endpoint("openai:gpt-6-luna", OPENAI, "gpt-6-luna", KEY)),
        ({"OPENAI_API_KEY": KEY}, "openai:gpt-6-sol", Endpoint("openai:gpt-6-sol", OPENAI, "gpt-6-sol", KEY)),
        ({"OPENAI_API_KEY": f" {KEY}\r\n"}, "openai:x", Endpoint("openai:x", OPENAI, "x", KEY)),
        (
            {"OPENAI_API_KEY": KEY, "MOCK_INTERVIEW_MODEL": "gpt-6-terra"},
            None,
            Endpoint("openai:gpt-6-terra", OPENAI, "gpt-6-terra", KEY),
        ),
        (
            {"OPENAI_BASE_URL": "http://localhost:11434/v1/"},
            None,
            Endpoint("openai", "http://localhost:11434/v1", "", ""),
        ),
        (
            {"OPENAI_BASE_URL": "http://localhost:11434/v1", "OPENAI_API_KEY": KEY},
            "openai:qwen3:4b",
            Endpoint("openai:qwen3:4b", "http://localhost:11434/v1", "qwen3:4b", KEY),
        ),
        (
            {},
            "http://localhost:8000/v1/#org/model",
            Endpoint("http://localhost:8000/v1/#org/model", "http://localhost:8000/v1", "org/model", ""),
        ),
        (
            {"MOCK_INTERVIEW_GRADER": "http://127.0.0.1:1/v1"},
            None,
            Endpoint("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1", "", ""),
        ),
        (
            {"MOCK_INTERVIEW_GRADER": "http://127.0.0.1:1/v1", "OPENAI_API_KEY": KEY},
            "openai:x",
            Endpoint("openai:x", OPENAI, "x", KEY),
        ),
    ],
    ids=[
        "a key alone",
        "openai",
        "openai with a model",
        "key with a line end",
        "model from the environment",
        "own server, slash taken off",
        "own server, model with a colon",
        "address with a model",
        "grader from the environment",
        "flag over environment",
    ],
)
def test_the_endpoint_that_was_asked_for_or_configured_is_chosen(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], grader: str | None, expected: Endpoint
) -> None:
    """The flag, else the environment, decides address, model and key."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert choose(grader) == expected


@pytest.mark.parametrize(
    "address",
    ["localhost:11434/v1", "//host/v1", "ftp://host/v1", "http://", "http://host:port/v1", "http://[bad/v1", "v1"],
)
def test_a_base_url_nothing_can_be_sent_to_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """What is no web address is said before anything is typed or sent."""
    monkeypatch.setenv("OPENAI_BASE_URL", address)

    with pytest.raises(BadInput) as caught:
        choose("openai")

    assert (caught.value.message, caught.value.hint) == (
        f"OPENAI_BASE_URL: {address} is no web address",
        "Write it like http://localhost:8000/v1.",
    )


@pytest.mark.parametrize("address", ["http:///v1", "https://host:port/v1#m", "http://[bad/v1", "http:host"])
def test_a_grader_address_nothing_can_be_sent_to_is_refused(address: str) -> None:
    """The same holds for an address after --grader."""
    with pytest.raises(BadInput, match=r"^--grader: .* is no web address$"):
        choose(address)


def test_openai_without_a_key_is_said() -> None:
    """OpenAI itself is not asked without a key."""
    with pytest.raises(NoGrader) as caught:
        choose("openai")

    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == (
        "OPENAI_API_KEY is not set.",
        "export OPENAI_API_KEY=..., or use --grader embedded.",
        ExitCode.NO_GRADER,
    )


@pytest.mark.parametrize("grader", ["gpt-6-luna", "ollama:qwen", "embeded", ""])
def test_with_nothing_configured_or_a_typo_the_choices_are_named(grader: str, no_engine: None) -> None:
    """An unknown grader names the forms there are; none at all explains the three ways."""
    with pytest.raises(MockInterviewError) as caught:
        choose(grader)

    forms = "is none of embedded[:MODEL], openai[:MODEL], http://HOST/v1[#MODEL]"
    assert caught.value.message == (f"--grader {grader}: {forms}" if grader else THREE_CHOICES)


def test_embedded_without_the_engine_names_the_command(no_engine: None) -> None:
    """The extra that is missing is named."""
    with pytest.raises(NoGrader) as caught:
        choose("embedded")

    assert (caught.value.message, caught.value.hint) == (
        "The embedded engine is not installed.",
        "pip install xllamacpp",
    )


@pytest.mark.parametrize("name", [store.DEFAULT, "qwen3-4b", "owner/repo"])
def test_a_missing_model_names_the_command_that_gets_it(engine: None, name: str) -> None:
    """A model that is not on this machine is said with its place and `model pull`."""
    with pytest.raises(NoGrader) as caught:
        choose(f"embedded:{name}")

    assert (caught.value.message, caught.value.hint) == (
        f"The model {name} is not on this machine ({store.path_of(name)}).",
        f"mock-interview model pull {name}",
    )


@pytest.mark.parametrize("path", ["./mine.gguf", "models/mine.gguf", "/nowhere/mine.gguf", "../mine.gguf"])
def test_a_missing_file_of_ones_own_is_named_as_it_was_given(engine: None, path: str) -> None:
    """A mistyped path is not taken for a repository on the hub."""
    with pytest.raises(NoGrader) as caught:
        choose(f"embedded:{path}")

    assert str(Path(path)) in caught.value.message


def test_an_installed_model_is_found_without_configuration(engine: None) -> None:
    """With no key and no address, the default model on this machine grades, and nothing leaves it."""
    path = put_model()

    endpoint = choose()

    assert endpoint == Endpoint("embedded", model="qwen2.5-coder-1.5b-instruct-q4_k_m", gguf=path)
    assert endpoint.embedded
    assert endpoint.goes_to == "nowhere: the model runs on this machine"


def test_a_configured_server_comes_before_an_installed_model(engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sets OPENAI_BASE_URL wants it used."""
    put_model()
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:8000/v1")

    assert choose() == Endpoint("openai", "http://localhost:8000/v1", "", "")


def test_a_file_of_ones_own_is_served(engine: None, tmp_path: Path) -> None:
    """Any .gguf file works, under its own name."""
    path = tmp_path / "rye.gguf"
    path.write_bytes(b"GGUF")

    assert choose(f"embedded:{path}") == Endpoint(f"embedded:{path}", model="rye", gguf=path)


@pytest.mark.parametrize(
    ("url", "openai", "place"),
    [
        (OPENAI, True, "api.openai.com"),
        ("https://api.openai.com.evil.example/v1", False, "api.openai.com.evil.example"),
        ("http://localhost:8000/v1", False, "localhost:8000"),
    ],
)
def test_where_an_answer_goes_is_said(url: str, openai: bool, place: str) -> None:
    """People see the host and port; OpenAI is recognised by its exact host."""
    endpoint = Endpoint("x", url)

    assert (endpoint.openai, endpoint.goes_to) == (openai, place)
