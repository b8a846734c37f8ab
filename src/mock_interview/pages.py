"""Set up the templates of pages and documents; what goes into HTML is escaped unless it says otherwise."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(room: str, *, autoescape: bool = True) -> Environment:
    """Return the environment of the templates that lie in a room of this package; False is for Markdown of our own."""
    return Environment(
        loader=PackageLoader("mock_interview", room),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,
    )
