"""`mock-interview model`: the models that run on this machine."""

from typing import Annotated

import typer

from mock_interview.cli.options import Json, group

app = group("List, fetch and remove models that run on this machine.")
Name = Annotated[
    str, typer.Argument(help="A name of `model list`, owner/repo[/file.gguf] on Hugging Face, or a .gguf file.")
]
DEFAULT = "qwen2.5-coder-1.5b"


@app.command("list")
def list_models(json: Json = False) -> None:
    """List the models that can be fetched, and those that are here.

    Example: mock-interview model list
    """
    import json as json_module

    from mock_interview.llm import store
    from mock_interview.terminal.console import out, print_json
    from mock_interview.terminal.views import model_table

    others = [path for path in store.installed() if path not in {store.path_of(name) for name in store.CATALOG}]
    if json:
        known = [
            {"name": m.name, "gigabytes": m.gigabytes, "memory": m.memory, "here": store.path_of(m.name).exists()}
            for m in store.CATALOG.values()
        ]
        files = [{"name": str(p), "gigabytes": round(p.stat().st_size / 1e9, 1), "here": True} for p in others]
        print_json(json_module.dumps(known + files))
        return
    out().print(
        model_table(list(store.CATALOG.values()), {n for n in store.CATALOG if store.path_of(n).exists()}, others)
    )


def fetch(name: str) -> None:
    """Fetch a model with a progress bar."""
    from mock_interview.llm import fetch as fetching
    from mock_interview.terminal import console

    with console.progress("{task.description}") as bar:
        tasks: dict[str, int] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        path = fetching.pull(name, show, console.say)
    console.say(f"{name} is ready: {path}", "green")


@app.command("pull")
def pull(name: Name = DEFAULT) -> None:
    """Fetch a model, or check and repair the one that is here. Can be interrupted and resumed.

    Example: mock-interview model pull
    """
    fetch(name)


@app.command("path")
def path(name: Name = DEFAULT) -> None:
    """Print where a model's file lies or would lie.

    Example: mock-interview model path
    """
    from mock_interview.llm import store

    typer.echo(str(store.path_of(name)))


@app.command("remove")
def remove(name: Name = DEFAULT) -> None:
    """Delete a fetched model.

    Example: mock-interview model remove
    """
    from mock_interview.llm import store
    from mock_interview.terminal.console import say

    gone = store.remove(name)
    say("\n".join(f"Deleted: {path}" for path in gone) or f"{name} is not here.")
