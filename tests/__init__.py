"""The proof: one folder per kind of evidence."""
