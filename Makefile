# Needs python3, git and make; everything else is brought when it is missing.
# `make demo` and `make test` are the two commands; the rest are their parts.
.DEFAULT_GOAL := help
SHELL := /bin/bash

UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin

.PHONY: help setup demo tour test test-providers check bench generate engine lab-up lab-down clean

help: ## Say what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.uv/bin/uv:
	python3 -m venv .uv && .uv/bin/pip install --quiet uv

.venv/.ready: pyproject.toml uv.lock | $(filter .uv/bin/uv,$(UV))
	$(UV) sync --frozen --quiet && touch $@

setup: .venv/.ready ## Bring the Python environment

demo: setup ## Serve a real model from a real stack on real Kubernetes
	@$(RUN)/python -m lab.demo

tour: setup ## The demo's first minute: offline plan and capability answers, Python only
	@$(RUN)/python -m lab.demo --tour

test: setup ## Every test; says what it skipped and why
	@$(RUN)/python -m lab.engine --packages
	@$(RUN)/python -m lab.engine promtool
	$(RUN)/pytest

test-providers: setup ## Programs under the clouds' own providers; a build of these takes up to an hour, once
	@$(RUN)/python -m lab.engine kubectl pulumi pulumi-language-python pulumi-resource-kubernetes
	-@$(RUN)/python -m lab.engine pulumi-resource-aws pulumi-resource-gcp
	$(RUN)/pytest -m providers tests/providers

check: setup ## Style, types, arrows between packages, freshness of what is generated
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/pyright
	$(RUN)/lint-imports
	$(RUN)/python -m transship.reference --check

generate: setup ## Write what is generated from the code: schemas, the capability matrix
	$(RUN)/python -m transship.reference

bench: setup ## Measure the figures in docs/benchmarks.md
	$(RUN)/python -m tests.bench

engine: setup ## Obtain the engine and Kubernetes: PATH, release, or build
	$(RUN)/python -m lab.engine --packages

lab-up: setup ## A real cluster on this machine
	$(RUN)/transship lab up

lab-down: setup ## Remove it without a trace
	$(RUN)/transship lab down

clean: ## Remove what was made in this folder; the user's cache stays
	rm -rf .venv .uv .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
