"""The archive in forms that other programs take: one file a format."""
