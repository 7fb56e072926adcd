"""How many examples a property is tried on: few in each run, ten times as many in `make test-long`."""

import os

DEPTH = 10 if os.environ.get("THOROUGH") else 1
