"""`python -m kondusif.rulebase [--check]`: validate, regenerate schema and snapshot, say what changed."""

from __future__ import annotations

import argparse
import sys

from kondusif.rulebase.report import here, run


def main() -> int:
    """Exit status: 0 all well, 1 a problem or a stale file."""
    parser = argparse.ArgumentParser(prog="python -m kondusif.rulebase", description="Validate the rule base.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when schema or snapshot is stale")
    return run(here(), check_only=parser.parse_args().check, say=print)


if __name__ == "__main__":
    sys.exit(main())
