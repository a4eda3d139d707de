"""A view in, a page or a notebook's output out: templates, styles, and the policy that forbids everything else."""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from copydesk.report.view.board import STATES
from copydesk.report.view.contradictions import NAMES
from copydesk.report.visible import visible

__all__ = ["compose", "compose_output"]


def compose(template: str, **values: Any) -> str:
    """Return a page: a template with what it shows, and a style sheet and a script whose hashes its policy lets in."""
    style, script = _page_style(), _file("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template(template)
    return page.render(style=Markup(style), script=Markup(script), policy=policy, linked=True, **values)


def compose_output(template: str, **values: Any) -> str:
    """Return what a notebook shows: a template whose styles neither reach the notebook nor are reached by its own.

    There is no script, no link and no id in it: a page may hold several outputs, and a notebook that is not trusted
    runs nothing.
    """
    return _environment().get_template(template).render(style=Markup(_output_style()), linked=False, **values)


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return "\n" + resources.files("copydesk.report").joinpath("templates", name).read_text("utf-8")


@cache
def _page_style() -> str:
    light, dark = _file("light.css"), _file("dark.css")
    schemes = f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}"
    return f"\n{schemes}{_file('parts.css')}{_file('page.css')}"


# A class that is repeated weighs more than any rule that notebooks have for their outputs, and only weight decides.
OUTPUT = ".copydesk-view"
# What JupyterLab, VS Code and Colab say of a dark theme; the system's own says nothing about a notebook.
DARK = ':is([data-jp-theme-light="false"], .vscode-dark, html[theme="dark"])'


@cache
def _output_style() -> str:
    # Everything goes back to what a browser does by itself. Of drawings only what notebooks say of them: their
    # attributes would go with the rest.
    reset = f"{OUTPUT * 3} :not(svg, svg *, style) {{ all: revert; }}"
    reset += f"\n{OUTPUT * 3} svg {{ display: inline; max-width: none; }}"
    parts = f"{OUTPUT * 4} {{{_file('light.css')}{_file('output.css')}{_file('parts.css')}}}"
    return f"\n{reset}\n{parts}\n{DARK} {OUTPUT * 4} {{{_file('dark.css')}}}\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("copydesk.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"count": _count, "cut_start": _cut_start, "cut_end": _cut_end}
    environment.globals |= {"names": NAMES, "states": STATES}
    return environment


def _finalize(value: Any) -> Any:
    """Make whatever a template prints harmless, so that no template has to remember to."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


# What is shown of a sentence on either side of the words that matter in it. Content mills write sentences of a
# paragraph.
SIDE = 220


def _cut_start(text: str) -> str:
    return text if len(text) <= SIDE else f"… {text[-SIDE:].partition(' ')[2]}"


def _cut_end(text: str) -> str:
    return text if len(text) <= SIDE else f"{text[:SIDE].rpartition(' ')[0]} …"
