"""Write `docs/grading.md` from figures."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}".replace("0.", ".", 1) if 0 <= value < 1 else f"{value:.2f}"


def _interval(value: tuple[float, float] | None) -> str:
    return "n/a" if value is None else f"{_figure(value[0])} to {_figure(value[1])}"


def page(**values: Any) -> str:
    """Return the page as Markdown."""
    environment = Environment(
        loader=PackageLoader("mock_interview", "audit"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown of our own figures
    )
    environment.filters |= {"figure": _figure, "interval": _interval}
    return environment.get_template("grading.md.j2").render(**values)
