"""For `scrapyd-deploy`, which builds an egg with this file and writes one where there is none.

Everything is said in pyproject.toml.
"""

from setuptools import setup

setup()
