# The two commands of a fresh checkout. Everything else is `recruit --help`.
PORT ?= 8000
FULL ?=
# One more than there are processors: browsers, mail servers and databases are waited for.
PROCESSES ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

.PHONY: run test clean

# The service with its worker and demonstration data, on this machine.
run:
	@.ci/prepare run
	@exec .venv/bin/python -m recruit.commands.development --port $(PORT)

# Everything that is checked before a change lands. FULL=1 adds the long tests.
test:
	@.ci/prepare test
	@FULL=$(FULL) RECRUIT_TEST_PROCESSES=$(PROCESSES) .venv/bin/recruit check

# The environment; the data under instance/ stays.
clean:
	rm -rf .venv
