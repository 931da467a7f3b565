from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_rooms_import_downwards_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_reading_loads_neither_django_nor_an_engine() -> None:
    script = (
        "import sys\n"
        "from kondusif.understanding.document import Document\n"
        "from kondusif.understanding.reader import Reader\n"
        "Reader.build().read(Document('x', 'Ada pembagian amplop di Desa Wandanpuro.'))\n"
        "heavy = {'django', 'daft', 'pyarrow', 'sklearn', 'scipy', 'pandas', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
