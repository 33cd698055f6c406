"""`python -m getcode_lsp` is `getcode-lsp`."""

from __future__ import annotations

import sys

from getcode_lsp.cli import main

sys.exit(main())
