"""Reports: one graded session as a page for a mentor to review, or as Markdown."""

from mock_interview.report.facts import Report, report_of

__all__ = ["Report", "report_of"]
