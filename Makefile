# SPDX-FileCopyrightText: 2026 ANCI - Cittalia
# SPDX-License-Identifier: EUPL-1.2
#
# All that is needed is make and python3 (3.11 or later, with venv). The rest is fetched into .tools and .venv, once, as
# uv.lock says; again only when uv.lock or pyproject.toml changes.

PYTHON ?= python3
PORT ?= 8000
UV := .tools/bin/uv
UV_VERSION := $(shell sed -n '/^name = "uv"$$/{n;s/^version = "\(.*\)"$$/\1/p;}' uv.lock)
SYNC := env -u VIRTUAL_ENV UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --quiet --python $(PYTHON)

.DEFAULT_GOAL := help
.PHONY: help run reset test check format audit chromium
.SUFFIXES:

help:
	@echo 'make run      avvia la dimostrazione su http://127.0.0.1:8000 (PORT=8001 per cambiare porta); Ctrl-C la ferma'
	@echo 'make reset    cancella i dati della dimostrazione, dopo conferma (YES=1 la salta)'
	@echo 'make test     tutte le prove, anche quelle col browser (ARGS="tests/core -x" per sceglierne)'
	@echo 'make check    stile, errori, tipi, dipendenze fra moduli, modelli di pagina, licenze, migrazioni'
	@echo 'make format   riscrive il codice nello stile comune'
	@echo 'make audit    vulnerabilità note delle dipendenze (serve la rete)'

run: .venv/run.stamp
	@exec .venv/bin/python -m incas run --with-parent --port '$(PORT)'

reset: .venv/run.stamp
	@exec .venv/bin/python -m incas reset $(if $(YES),--yes)

test: .venv/dev.stamp chromium
	@.venv/bin/pytest -n 2 $(ARGS)

# Every check says its own verdict; one that fails does not hide the others.
CHECKS := format lint types imports templates licences migrations lock
check-format := .venv/bin/ruff format --check --quiet .
check-lint := .venv/bin/ruff check --quiet --output-format concise .
check-types := .venv/bin/mypy
check-imports := .venv/bin/lint-imports
check-templates := .venv/bin/djlint --lint --quiet templates
check-licences := .venv/bin/reuse lint --lines
check-migrations := .venv/bin/python manage.py makemigrations --check --dry-run
check-lock := $(UV) lock --check --offline --quiet

check: .venv/dev.stamp
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target $(CHECKS:%=check-%)

.PHONY: $(CHECKS:%=check-%)
$(CHECKS:%=check-%): check-%: .venv/dev.stamp
	@if said=$$($($@) 2>&1); then echo 'bene         $*'; else echo 'da correggere $*: $($@)'; echo "$$said"; exit 1; fi

format: .venv/dev.stamp
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

audit: .venv/dev.stamp
	@mkdir -p var
	@$(UV) export --frozen --no-dev --no-emit-project --quiet --output-file var/requirements.txt
	@.venv/bin/pip-audit --disable-pip --require-hashes --requirement var/requirements.txt

chromium:
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo '· Chromium, per le prove col browser…'; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo 'Per le prove col browser manca Chromium. Installarlo con: sudo apt-get install chromium'; exit 1; fi

# The environment: what the platform needs (run), and with the tools of who develops it (dev).

.venv/run.stamp: uv.lock pyproject.toml $(UV)-$(UV_VERSION)
	@echo '· Librerie…'
	@$(SYNC) --no-dev --inexact
	@touch $@

.venv/dev.stamp: uv.lock pyproject.toml $(UV)-$(UV_VERSION)
	@echo '· Librerie e strumenti di sviluppo…'
	@$(SYNC)
	@touch .venv/run.stamp $@

$(UV)-$(UV_VERSION):
	@command -v $(PYTHON) >/dev/null || { echo 'Manca Python. Installarlo con: sudo apt-get install python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Serve Python 3.11, 3.12 o 3.13; questo è $$($(PYTHON) -V). Indicarne un altro: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'A Python manca venv. Installarlo con: sudo apt-get install python3-venv'; exit 1; }
	@echo '· Preparazione: la prima volta si scaricano le librerie e serve qualche minuto'
	@$(PYTHON) -m venv --clear .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@touch $@
