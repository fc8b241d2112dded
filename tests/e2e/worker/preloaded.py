"""What a worker process loads before it begins."""

import core.logs
import core.migrations  # noqa: F401
