"""`mock-interview audit`."""


def audit() -> None:
    """Measure a grader (in progress)."""
