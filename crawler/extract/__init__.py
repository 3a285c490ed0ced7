"""Reading a page: ``extract(bytes, url, headers, rules) -> Article``.

A pure function: no clock, no network, no archive.  The same bytes and rules give the same
record.
"""

from .boilerplate import Rules, default_rules, load_rules
from .read import extract

__all__ = ["Rules", "default_rules", "extract", "load_rules"]
