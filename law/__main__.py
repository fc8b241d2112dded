"""`python -m law`: the law in figures as Markdown, for `docs/law.md`."""

import sys

from law.document import document

if __name__ == "__main__":
    sys.stdout.write(document())
