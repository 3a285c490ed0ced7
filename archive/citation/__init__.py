"""Citations of articles: one file a format.  What is not known is left out, never guessed."""
