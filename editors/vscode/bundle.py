"""Put the server and what it needs into `bundled/libs`: pure Python only, for every Python from 3.10 on.

Run by `npm run bundle`. Versions and hashes come from requirements/bundled.txt.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIBS = HERE / "bundled" / "libs"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
PURE = ("--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none", "--python-version=3.10")


def main() -> int:
    """Build the folder anew."""
    shutil.rmtree(LIBS, ignore_errors=True)
    lock = ROOT / "requirements" / "bundled.txt"
    install = (*PIP, "install", "--no-deps", "--no-compile", "--target", str(LIBS))
    subprocess.run([*install, *PURE, "--require-hashes", "-r", str(lock)], check=True)
    with tempfile.TemporaryDirectory() as wheels:
        build = f"import hatchling.build as backend; print(backend.build_wheel({wheels!r}))"
        done = subprocess.run(
            [sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True, text=True
        )
        wheel = Path(wheels) / done.stdout.strip().splitlines()[-1]
        subprocess.run([*install, str(wheel)], check=True)
    shutil.rmtree(LIBS / "bin", ignore_errors=True)
    compiled = [path for path in LIBS.rglob("*") if re.search(r"\.(so|pyd|dylib)$", path.name)]
    if compiled:
        sys.stderr.write(f"not pure Python: {', '.join(path.name for path in compiled)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
