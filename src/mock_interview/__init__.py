"""A mock interviewer for senior machine-learning roles."""

__version__ = "0.1.0"
