"""Progress: what many graded sessions say together."""

from mock_interview.progress.figures import Category, Found, Progress, progress_of

__all__ = ["Category", "Found", "Progress", "progress_of"]
