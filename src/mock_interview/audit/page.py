"""Write figures as pages: `docs/grading.md`, and HTML with the diagrams drawn."""

from typing import Any

from jinja2 import Environment

from mock_interview.pages import environment


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}".replace("0.", ".", 1) if 0 <= value < 1 else f"{value:.2f}"


def _interval(value: tuple[float, float] | None) -> str:
    return "n/a" if value is None else f"{_figure(value[0])} to {_figure(value[1])}"


def _signed(value: float | None) -> str:
    return "n/a" if value is None else f"{value:+.2f}"


def _environment(*, autoescape: bool) -> Environment:
    made = environment("audit", autoescape=autoescape)
    made.filters |= {"figure": _figure, "interval": _interval, "signed": _signed}
    return made


def page(**values: Any) -> str:
    """Return the page as Markdown of our own figures."""
    return _environment(autoescape=False).get_template("grading.md.j2").render(**values)


def html(**values: Any) -> str:
    """Return the page as one HTML file that asks nobody for anything."""
    return _environment(autoescape=True).get_template("audit.html.j2").render(**values)
