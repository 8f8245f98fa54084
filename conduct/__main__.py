"""``python -m conduct``, and the console command."""

import os
import sys


def main() -> None:
    """Runs the command line; one that is interrupted before that has begun says so too."""
    try:
        from .cli import run_main

        run_main()
    except KeyboardInterrupt:
        from .door.language import language

        zh = language(sys.argv[1:]) == "zh"
        sys.stderr.write("已中断；台账未受影响\n" if zh else "interrupted; the ledger is as it was\n")
        sys.stderr.flush()
        # An interrupt that came through text that was compiled would still end the process as a signal does.
        os._exit(130)


if __name__ == "__main__":
    main()
