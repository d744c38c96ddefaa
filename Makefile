# Needs Python 3.11 or newer with its venv module, and nothing else that is not on a Unix system.
#
#   make run     build .venv, install, open the tutor; ARGUMENTS="…" hands words on
#   make check   the fast part, without a daemon: ruff, mypy, unit tests
#   make test    everything: the same, the installed command, the live tests
#   make soak    the promises of the design, tried for some hours; needs Docker
#   make record  record the lessons anew; needs a daemon without containers, and their image
#   make clean   remove what the above made

ARGUMENTS =
PYTHONS = python3.14 python3.13 python3.12 python3.11 python3
BIN = .venv/bin
LESSONS = $(wildcard lessons/*.md)
LOCK = requirements-dev.lock
# pip compiles what it installs, but not what is editable; where PYTHONDONTWRITEBYTECODE is set each start would do it anew.
COMPILE = $(BIN)/python -m compileall -q tutor
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# pytest keeps the assertions that it rewrote, which is a good part of its start, if it may.
unexport PYTHONDONTWRITEBYTECODE
# Who of them runs what of that which needs the daemon: tests/sharing.py.
WORKERS = -n 2 --dist loadscope

run: .venv/installed
	@exec $(BIN)/docker-tutor $(ARGUMENTS)

# Side by side: one of them mostly computes, the other waits a good deal.
check: .venv/installed-dev
	@$(MAKE) --no-print-directory --output-sync=target -j 2 lint unit

unit: .venv/installed-dev
	$(BIN)/pytest -n 3 --dist loadscope -m "not live and not e2e and not thorough"

test: lint
	$(BIN)/pytest $(WORKERS)

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# One after the other on one worker: they use the machine to the full. TUTOR_SEED=… tries other examples.
soak: .venv/installed-dev
	HYPOTHESIS_PROFILE=deep $(BIN)/pytest --timeout=7200 tests/core tests/chat tests/engine tests/test_content_properties.py tests/test_store.py
	TUTOR_SOAK=1 $(BIN)/pytest --timeout=36000 -s tests/terminal tests/test_store_hardship.py tests/trust tests/soak

# What docs/benchmarks.md tells, measured on this machine.
bench: .venv/installed-dev
	$(BIN)/python -m benchmarks

# The versions that the tests were last run with, for the next who installs them.
lock: .venv/installed-dev
	$(BIN)/python -m pip freeze --exclude-editable >$(LOCK)

record: .venv/installed
	@for lesson in $(LESSONS); do $(BIN)/docker-tutor author record $$lesson || exit $$?; done

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find benchmarks tutor tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: pyproject.toml .venv/bin/pip
	@echo "Installing docker-tutor into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(COMPILE)
	@touch $@

# The locked versions; where they cannot be had (another Python, another index), the newest that fit, and that is said.
.venv/installed-dev: pyproject.toml $(LOCK) .venv/bin/pip
	@echo "Installing docker-tutor and its tools into .venv …"
	@$(INSTALL) --constraint $(LOCK) --editable '.[dev]' || { \
	    echo "The versions of $(LOCK) are not to be had here: taking the newest instead." >&2; \
	    $(INSTALL) --editable '.[dev]'; \
	}
	@$(COMPILE)
	@touch .venv/installed $@

# A name on the PATH may be a wrapper around nothing, and a Python may lack venv (Debian packs it apart): each is tried, not looked at.
.venv/bin/pip:
	@lacks=; \
	for python in $(PYTHONS); do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    if $$python -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	        echo "Making .venv with `$$python --version` …"; \
	        exec $$python -m venv --clear .venv; \
	    fi; \
	    lacks=$${lacks:-$$python}; \
	done; \
	if [ -n "$$lacks" ]; then \
	    echo "$$lacks lacks its venv module. Debian and Ubuntu: sudo apt install $$lacks-venv" >&2; \
	else \
	    echo "docker-tutor needs Python 3.11 or newer, and there is none on the PATH. See https://www.python.org/downloads/" >&2; \
	fi; \
	exit 1

.PHONY: run check unit test lint soak bench lock record clean
