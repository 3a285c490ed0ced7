"""Crawls that many machines share: the frontier on Redis (docs/fleet.md)."""
