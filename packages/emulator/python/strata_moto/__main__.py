"""python -m strata_moto --port 5566 [--directory DIRECTORY]: moto's server with every mend applied.

With a directory, it is the only emulator of that directory, and records there where it is found.
"""

import argparse
import fcntl
import importlib
import json
import logging
import os
import pkgutil
import signal
import sys
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TextIO

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from . import MOTO_VERSION, mends, services
from .application import TOKEN_VARIABLE, Application


class RequestHandler(MotoRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line for each request would bury the tracebacks that the log is read for."""


def load(package: ModuleType) -> int:
    modules = list(pkgutil.iter_modules(package.__path__, f"{package.__name__}."))
    for module in modules:
        importlib.import_module(module.name)
    return len(modules)


def claim(directory: Path) -> TextIO:
    """Lock the directory for as long as this process lives; the system frees it, whatever happens."""
    lock = open(directory / "emulator.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Another emulator is at work for {directory}.", file=sys.stderr)
        sys.exit(os.EX_TEMPFAIL)
    return lock


def record(directory: Path, port: int) -> None:
    """Written at once and whole: who reads it sees the former record or this one."""
    entry = {
        "pid": os.getpid(),
        "port": port,
        "token": os.environ.get(TOKEN_VARIABLE, ""),
        "startedAt": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    draft = directory / f"emulator.json.{os.getpid()}"
    draft.write_text(json.dumps(entry, indent=2) + "\n")
    draft.replace(directory / "emulator.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="strata_moto", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 for a free one")
    parser.add_argument("--directory", type=Path)
    arguments = parser.parse_args()
    if version("moto") != MOTO_VERSION:
        sys.exit(f"strata_moto mends moto {MOTO_VERSION}, but moto {version('moto')} is installed.")
    lock = claim(arguments.directory) if arguments.directory else None
    count = load(mends) + load(services)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(
        arguments.host,
        arguments.port,
        Application(),
        threaded=True,
        request_handler=RequestHandler,
    )
    os.environ["MOTO_PORT"] = str(server.server_port)
    print(
        f"moto {MOTO_VERSION} with {count} mended areas on "
        f"http://{arguments.host}:{server.server_port}, process {os.getpid()}",
        flush=True,
    )
    if lock:
        record(arguments.directory, server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    main()
