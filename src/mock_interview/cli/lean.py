"""Groups of commands that start without pydantic, which typer loads for every option, those not given included."""

from typing import Any

from typer.core import TyperGroup, TyperOption


class Option(TyperOption):
    """An option that is converted only when there is something to convert."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """Return the value as the command gets it."""
        if value is not None or self.required or self.multiple:
            return super().process_value(ctx, value)
        return self.callback(ctx, self, None) if self.callback else None


class Group(TyperGroup):
    """A group whose options, and those of its commands, are converted only when they are given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the group's own options."""
        _lighten(self, ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant."""
        name, command, rest = super().resolve_command(ctx, args)
        if command:
            _lighten(command, ctx)
        return name, command, rest


def _lighten(command: Any, ctx: Any) -> None:
    # typer makes the options itself and can be told of no class for them.
    for option in command.get_params(ctx):
        if type(option) is TyperOption:
            option.__class__ = Option
