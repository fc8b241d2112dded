"""Python may be told to keep no bytecode. A test run then keeps it beside the virtual environment's packages.

Without it every process that pytest or a test starts would compile a thousand modules anew: ten seconds of work each.
"""

import os
import sys
from pathlib import Path

if sys.dont_write_bytecode:
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(Path(sys.prefix) / "bytecode")
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
