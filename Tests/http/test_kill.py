"""Ten kills on each engine; `bin/faults` does fifty."""

import sys

from kill_run import main

sys.exit(main(10))
