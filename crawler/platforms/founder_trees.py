"""What the new generation of Founder (翔宇) e-papers shares: pages and articles in two trees.

    <base>/<layout|col|column|html|paper>/202408/01/<page>.html
    <base>/<content|con|cont|c>/202408/01/<article>.html

or both in one.  The pair of folders is fixed per site; sometimes the trees are on two hosts.
"""

from __future__ import annotations

import re

DAY = r"(?P<base>.*/)(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/"
ARTICLE = re.compile(DAY + r"(?:content_|c_?)\d+\.s?html?", re.I)
_TREES = ("layout", "col", "column", "html", "paper", "content", "con", "cont", "c")


def paper_of(base: str) -> str:
    """`/rmrb/pc/layout/` and `/rmrb/pc/content/` → `/rmrb/pc/`."""
    names = base.strip("/").split("/")
    while names and names[-1].lower() in _TREES:
        names.pop()
    return "/" + "".join(f"{name}/" for name in names if name)
