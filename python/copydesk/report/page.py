"""A view in, a page out: the templates, the style sheet and the policy that forbids everything else."""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from copydesk.report.view import View
from copydesk.report.visible import visible


def compose(view: View, *, title: str) -> str:
    """Return the page for a view."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    template = _environment().get_template("page.html.j2")
    return template.render(view=view, title=title, style=Markup(style), policy=policy)


@cache
def _style() -> str:
    return "\n" + resources.files("copydesk.report").joinpath("templates", "style.css").read_text("utf-8")


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
    environment.filters["count"] = _count
    return environment


def _finalize(value: Any) -> Any:
    """Make whatever a template prints harmless, so that no template has to remember to."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
