"""What a worker process loads before it begins."""

from importlib import import_module

from sqlalchemy.orm import configure_mappers

for module in ("api.cli.worker", "api.steps", "core.logs", "core.migrations"):
    import_module(module)
configure_mappers()
