"""The core's imports point down only, and the checker that says so can fail."""

import shutil
from pathlib import Path

import pytest

from layers import ALLOWED, BORDER, breaches, imported

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"

pytestmark = pytest.mark.skipif(not SRC.is_dir(), reason="the sources are not here")


def test_imports_point_down_only():
    assert breaches(SRC) == []


def test_every_module_has_its_line():
    modules = {path.name.removesuffix(".rs") for path in SRC.iterdir()} - {"lib", BORDER}
    assert modules == set(ALLOWED)


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_an_upward_import_is_named(module, tmp_path):
    """For each module: an import of every module that it may not know, and of the border's crates."""
    copy = tmp_path / "src"
    shutil.copytree(SRC, copy)
    path = copy / f"{module}.rs"
    if not path.exists():
        path = copy / module / "mod.rs"
    forbidden = sorted(set(ALLOWED) - ALLOWED[module] - {module})
    original = path.read_text(encoding="utf-8")
    for target in forbidden:
        path.write_text(f"{original}\nuse crate::{target}::Anything;\n", encoding="utf-8")
        name = path.relative_to(copy).as_posix()
        assert breaches(copy) == [f"{name}: `{module}` may not import `{target}`"]
    path.write_text(f"{original}\nuse pyo3::prelude::*;\n", encoding="utf-8")
    assert breaches(copy) == [f"{path.relative_to(copy).as_posix()}: only `py` names pyo3 and numpy"]


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("use crate::lsh::BandShape;", {"lsh"}),
        ("use crate::{Result, quote};", {"error", "quote"}),
        ("use crate::{lsh::{self, BandShape}, text, sketch::EMPTY};", {"lsh", "text", "sketch"}),
        ("fn f() { crate::records::pairs(&[]) }", {"records"}),
        ("pub(crate) fn f() {}", set()),
    ],
)
def test_every_way_to_write_an_import_is_read(code, modules):
    assert imported(code) == modules
