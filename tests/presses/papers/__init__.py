"""Test presses, one file each, each with invented text in the shape of one publishing platform.

Every module here has `PRESSES`, a tuple of `tests.presses.static.Press`.
"""

from __future__ import annotations

import importlib
import pkgutil

from tests.presses.static import Press


def all_presses() -> list[Press]:
    """Every press of this package, by name."""
    found: list[Press] = []
    for module in pkgutil.iter_modules(__path__):
        found += importlib.import_module(f"{__name__}.{module.name}").PRESSES
    return sorted(found, key=lambda press: press.name)
