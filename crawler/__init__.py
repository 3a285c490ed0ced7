"""How pages are fetched and read."""
