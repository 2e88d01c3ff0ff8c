"""Who reads stretches of the draws: this process, others on this machine, or a cluster's.

A worker is given a task and hands back what it made. Nothing about a figure depends on who made
it (C11); a worker that is lost takes the run with it, in words.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar, cast

from econ.errors import ScenarioError, refuse

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
Task = Callable[[], T]
WAIT = 10
"""Seconds in which the scheduler of a cluster must answer."""
_IDLE = 300
"""Seconds after which a process that nobody gives a task ends."""


@dataclass(frozen=True, slots=True)
class Workers:
    """``count`` workers, and what hands tasks to them and gives back their work in order.

    ``begin`` lets each, as a rule, rehearse what it will be asked, and returns what tells whether
    they are ready: it takes a process as long to import what we are as it takes another to read
    250,000 draws. ``end`` lets go of them at once.
    """

    count: int
    work: Callable[[Sequence[Task[Any]]], Iterator[Any]]
    begin: Callable[[Task[None]], Callable[[], bool]] = lambda _: lambda: True
    end: Callable[[], None] = lambda: None

    def shared(self, start: int, stop: int, place: int, least: int) -> list[tuple[int, int]]:
        """A stretch in as many parts as there are workers, as even as whole places are.

        None has fewer places than ``least``, but the whole where it has.

        >>> Workers(2, iter).shared(0, 100, 10, 2)
        [(0, 50), (50, 100)]
        """
        places = -(-(stop - start) // place)
        count = max(min(self.count, places // least), 1)
        cuts = [start + place * (places * k // count) for k in range(1, count)]
        return list(pairwise([start, *cuts, stop]))


def _here(tasks: Sequence[Task[T]]) -> Iterator[T]:
    return (task() for task in tasks)


ALONE = Workers(1, _here)
"""No one but this process."""


def processes(count: int) -> Workers:
    """Processes on this machine, by joblib; this one is among them where tasks are few.

    Raises ``ScenarioError`` where joblib is not installed.
    """
    if count == 1:
        return ALONE
    _require("joblib", "--workers", "workers")
    begun, pool = list[Thread](), _Pool()

    def begin(rehearsal: Task[None]) -> Callable[[], bool]:
        pool.ended = False
        rehearsed = partial(pool.rehearse, rehearsal, count - 1)
        begun.append(Thread(target=rehearsed, daemon=True))
        begun[-1].start()
        return lambda: not begun or not begun[-1].is_alive()

    def work(tasks: Sequence[Task[Any]]) -> Iterator[Any]:
        from concurrent.futures.process import BrokenProcessPool

        while begun:
            begun.pop().join()
        pool.ended = False
        own = 1 if len(tasks) <= count else 0
        try:
            waiting = pool.send(tasks[own:], count - own)
            yield from (task() for task in tasks[:own])
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            pool.end()
            raise _lost() from None
        except BaseException:  # also where nobody waits for the rest
            pool.end()
            raise

    return Workers(count, work, begin, pool.end)


class _Pool:
    """Processes that are begun when they are sent something, and once ended no more.

    They are our own: those that joblib holds for all who use it cannot be shared with its
    ``Parallel``, which takes them for those that it has begun.
    """

    def __init__(self) -> None:
        self.ended = False
        self._lock, self._made, self._count = Lock(), cast(Any, None), 0

    def send(self, tasks: Sequence[Task[Any]], count: int) -> deque[Future[Any]]:
        """What will come of each task, which ``count`` processes are given."""
        if not tasks:
            return deque()
        with self._lock:
            if self.ended:
                return deque()
            from joblib.externals.loky import ProcessPoolExecutor

            with _for_this_process_alone(signal.SIGINT):
                if self._made is None or self._count != count:
                    self._let_go()
                    how = {"timeout": _IDLE, "initializer": _end_with_parent}
                    self._made, self._count = ProcessPoolExecutor(count, **how), count
                return deque(self._made.submit(_done, task) for task in tasks)

    def rehearse(self, rehearsal: Task[None], count: int) -> None:
        """Let each do this, as a rule; where one cannot, that meets whoever gives it a task."""
        from concurrent.futures import wait

        with suppress(Exception):
            done, _ = wait(self.send([rehearsal] * count, count))
            if any(one.exception() for one in done):
                with self._lock:
                    self._let_go()  # of those of which one was lost

    def end(self) -> None:
        """End them at once: one that is importing would tell what it lacks."""
        with self._lock:
            self.ended = True
            self._let_go()

    def _let_go(self) -> None:
        made, self._made = self._made, None
        if made is not None:
            for process in [*made._processes.values()]:  # told to, it trips over new tasks
                process.terminate()
            made.shutdown()


@contextmanager
def _for_this_process_alone(number: int) -> Iterator[None]:
    """A signal that processes begun meanwhile do not hear: the one that began them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    from joblib.externals.loky.backend import resource_tracker as lokys

    for tracker in (resource_tracker, lokys):
        tracker.ensure_running()  # which lets signals through again: before, not meanwhile
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """End this process soon after the one that began it is gone: killed, it cannot say so."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of a Dask scheduler that is running already, such as ``tcp://host:8786``.

    Raises ``ScenarioError`` where Dask is not installed, or nobody answers at the address.
    """
    _require("distributed", "--cluster", "cluster")
    from distributed import Client

    try:
        client = Client(address, timeout=WAIT)
    except (OSError, ValueError, TypeError) as error:
        remedy = "Start one with dask scheduler, and give the address that it tells."
        raise refuse("run", address, "no scheduler answers there", remedy) from error
    with client:
        count = sum(client.nthreads().values())
        if not count:
            remedy = f"Start some with dask worker {address}."
            raise refuse("run", address, "the scheduler has no workers", remedy)

        def work(tasks: Sequence[Task[Any]]) -> Iterator[Any]:
            from distributed.scheduler import KilledWorker

            waiting = [client.submit(_done, task, pure=False) for task in tasks]
            try:
                yield from (future.result() for future in waiting)
            except KilledWorker:
                raise _lost() from None

        yield Workers(count, work)


@contextmanager
def hired(count: int = 1, address: str = "") -> Iterator[Workers]:
    """So many processes on this machine, or the workers of the scheduler at an address."""
    if not address:
        workers = processes(count)
        try:
            yield workers
        finally:
            workers.end()
        return
    with cluster(address) as workers:
        yield workers


def _done(task: Task[T]) -> T:
    return task()


def _lost() -> ScenarioError:
    what = "a worker was stopped, perhaps for want of memory"
    return refuse("run", "workers", what, "Run again, with fewer workers or draws.")


def _require(package: str, option: str, extra: str) -> None:
    if find_spec(package) is None:
        remedy = f"Install it: pip install 'econ[{extra}]'."
        raise refuse("run", option, f"needs {package}, which is not installed", remedy)
