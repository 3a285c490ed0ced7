"""The archive in the browser."""
