"""The command line: parses, calls one thing, shows. `main` finds the commands; each lives in its own module."""
