"""The command line: one topic per file; each imports what it needs only when it runs."""
