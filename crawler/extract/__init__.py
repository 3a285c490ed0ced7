"""Reading a page: ``extract(bytes, url, headers, rules) -> Article``; ``examine`` gives the
part of every line beside it.

A pure function: no clock, no network, no archive.  The same bytes and rules give the same
record.
"""

from .boilerplate import Rules, default_rules, load_rules, use_rules
from .read import Reading, examine, extract

__all__ = ["Reading", "Rules", "default_rules", "examine", "extract", "load_rules", "use_rules"]
