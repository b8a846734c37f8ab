"""Write a session for others to read: as the file it is, as Markdown, or as the page to read and review it in."""

from typing import Literal

from mock_interview.models import Session

Format = Literal["json", "md", "html"]


def export(session: Session, format: Format) -> str:
    """Return a session in a format, with a line end; JSON is the session file itself."""
    if format == "json":
        return session.model_dump_json(indent=2) + "\n"
    from mock_interview.report.facts import report_of

    if format == "md":
        from mock_interview.report.markdown import markdown

        return markdown(report_of(session))
    from mock_interview.report.page import html

    return html(report_of(session))
