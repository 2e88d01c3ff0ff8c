"""How a script, or the program itself, ends where nothing has caught an error."""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType


def report_at_exit() -> None:
    """Let what Python runs end with an error's report and 3, and of Ctrl-C without a word."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from econ.errors import EconError  # not before: Ctrl-C may come at once

        if isinstance(error, EconError):
            sys.stderr.write(f"{error.report()}\n")
            raise SystemExit(3)
        if kind is not KeyboardInterrupt:
            sys.__excepthook__(kind, error, trace)

    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = told


def end_when_told() -> None:
    """End as the shell expects of Ctrl-C, of a closed terminal and of kill: tidied up, no word."""

    def ended(number: int, _: FrameType | None) -> None:
        from econ.errors import Ended

        raise Ended(128 + number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as of nohup
            signal.signal(number, ended)
