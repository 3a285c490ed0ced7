"""What is kept: records, SQLite, history, search."""
