"""Workers, Redis and the merger are killed at any time: the small form of a benchmark."""

from __future__ import annotations

import pytest

from benchmarks.fleet_kills import run
from tests.fleet import needs_redis


@needs_redis
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_is_lost_doubled_or_impolite(round_seed: int) -> None:
    assert run(hosts=8, articles=15, workers=4, kills=5, seed=round_seed) == []
