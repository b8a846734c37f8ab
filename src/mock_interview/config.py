"""Where things are kept and what the user has configured: flags over environment over `config.toml`."""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mock_interview.errors import BadInput

HOME_VARIABLE = "MOCK_INTERVIEW_HOME"
KNOWN_KEYS = {"grader": str, "engine": str, "bank": str, "reviewer": str, "timeout": str}
PRICES = ("input", "output", "cached_input")
"""What `[prices."MODEL"]` may hold: US dollars for a million tokens."""


def home() -> Path:
    """Return the folder sessions live in: `MOCK_INTERVIEW_HOME`, else the platform's data folder."""
    if custom := os.environ.get(HOME_VARIABLE):
        return Path(custom).expanduser()
    from platformdirs import user_data_path

    return user_data_path("mock-interview", appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time: in a home of the user's choice, else the platform's."""
    if os.environ.get(HOME_VARIABLE):
        return home()
    from platformdirs import user_cache_path

    return user_cache_path("mock-interview", appauthor=False)


def models_folder() -> Path:
    """Return the folder model files live in: `MOCK_INTERVIEW_MODELS`, else the platform's cache folder."""
    if custom := os.environ.get("MOCK_INTERVIEW_MODELS"):
        return Path(custom).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("mock-interview", appauthor=False) / "models"


def config_file() -> Path:
    """Return the path of `config.toml`, whether it exists or not."""
    if os.environ.get(HOME_VARIABLE):
        return home() / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("mock-interview", appauthor=False) / "config.toml"


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"{path}: cannot be read as TOML: {error}", "Correct the file or remove it.") from error
    for key, value in values.items():
        if "key" in key.lower() or "token" in key.lower():
            raise BadInput(f"{path}: {key}: keys are not read from files", "Set OPENAI_API_KEY in the environment.")
        if key == "prices":
            _check_prices(path, value)
            continue
        if key not in KNOWN_KEYS or not isinstance(value, KNOWN_KEYS[key]):
            raise BadInput(f"{path}: {key}: expected one of {', '.join(KNOWN_KEYS)} with a text value")
    return values


def setting(name: str, flag: str | None = None) -> str | None:
    """Return a setting: the flag, else `MOCK_INTERVIEW_<NAME>`, else `config.toml`, else None."""
    value = flag or os.environ.get(f"MOCK_INTERVIEW_{name.upper()}") or _read(config_file()).get(name)
    if (
        value and name != "bank" and any("\ud800" <= letter <= "\udfff" for letter in value)
    ):  # a folder may be so called
        raise BadInput(f"{name}: {value!r} is not Unicode text", "It would stand in session files: write it in UTF-8.")
    return value


def prices() -> dict[str, dict[str, float]]:
    """Return what `config.toml` says models cost, by model: US dollars for a million tokens."""
    found: dict[str, dict[str, float]] = _read(config_file()).get("prices", {})
    return found


def _check_prices(path: Path, value: Any) -> None:
    example = 'Write [prices."MODEL"] and below it input = 1.0, output = 4.0 (US dollars for a million tokens).'
    for model, of_model in value.items() if isinstance(value, dict) else [("", None)]:
        at = f"{path}: prices{f'.{model}' if model else ''}"
        if not isinstance(of_model, dict) or not {"input", "output"} <= of_model.keys() <= set(PRICES):
            raise BadInput(f"{at}: expected input, output and perhaps cached_input", example)
        for name, price in of_model.items():
            if isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price < 1e6:
                raise BadInput(f"{at}.{name}: is no price", example)


def seconds(name: str, usual: float) -> float:
    """Return a setting that is a time, in seconds; raises `BadInput` unless it lies between 0.01 and 3600."""
    text = setting(name)
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0.01 <= value <= 3600:
        raise BadInput(
            f"{name}: {text!r} is no time between 0.01 and 3600 seconds", f"Set MOCK_INTERVIEW_{name.upper()}."
        )
    return value
