"""Servers on a free port, and a loop of requests over a few connections; loopback only."""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from config import ROOT


@dataclass(frozen=True)
class Measured:
    """What one run of a page gave: requests a second, and milliseconds a request."""

    rate: float
    median: float
    p99: float


@contextmanager
def server(factory: str, env: Mapping[str, str], workers: int) -> Iterator[int]:
    """Serve the WSGI application that `factory` makes; yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", factory),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)),
            *("--blocking-threads", "1", "--no-ws", "--log-level", "error"),
        ],
        cwd=ROOT,
        env={**os.environ, **env},
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def sign_in(port: int, username: str, password: str) -> str:
    """Sign in through the form and return the cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    cookie = _cookie(answer)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    if token is None:
        raise RuntimeError("the sign-in page has no CSRF field")
    body = urlencode({"csrf_token": token[1], "username": username, "password": password})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"signing in was answered {answer.status}")
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("Set-Cookie") or "").split(";")[0]


def measure(port: int, path: str, cookie: str, *, seconds: float, connections: int) -> Measured:
    """Ask for `path` as fast as `connections` can for `seconds`. Anything but 200 is an error."""
    times: list[list[float]] = [[] for _ in range(connections)]
    faults: list[str] = []
    end = time.perf_counter() + seconds

    def run(mine: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": cookie} if cookie else {}
        while (started := time.perf_counter()) < end:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(f"{path} was answered {answer.status}")
                return
            mine.append(time.perf_counter() - started)

    threads = [threading.Thread(target=run, args=(mine,)) for mine in times]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    flat = sorted(value * 1000 for mine in times for value in mine)
    if not flat:
        raise RuntimeError(f"{path}: no answer within {seconds} s")
    elapsed = time.perf_counter() - started
    return Measured(len(flat) / elapsed, statistics.median(flat), flat[int(len(flat) * 0.99)])
