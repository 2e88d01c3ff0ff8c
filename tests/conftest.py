"""Settings that make every test say the same thing on every machine."""

import os

from hypothesis import settings

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # tests run beside each other already
os.environ["MPLBACKEND"] = "Agg"  # pictures are drawn without a screen
os.environ["COLUMNS"] = "100"  # the command line's tables and help are as wide everywhere
os.environ["NO_COLOR"] = "1"
for forcing in ("FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"):
    os.environ.pop(forcing, None)

# Examples are the same in every run, and a slow machine is no failure.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")
