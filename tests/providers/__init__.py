"""The clouds' own providers under our programs: `make test-providers`, see docs/proof.md."""
