"""The command `kg serve`: opens the service on this machine until it is stopped."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from kg.asking import BUILD, graph_option
from kg.errors import MissingError

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from kg.serving import Service

_HERE: Final = "127.0.0.1"
_PORT: Final = 8008
#: Requests at once; queries are answered by fewer processes, so that pages still come when these are busy.
_THREADS: Final = 8
_MEMORY: Final = 1024
_INTERRUPTED: Final = 130


@click.command("serve")
@graph_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="0 takes a free one."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="When a query is ended.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=0),
    default=_MEMORY,
    show_default=True,
    metavar="MB",
    help="What a query may take; 0: no limit. Linux only.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries answered at once."
)
@click.option(
    "--allow-service", "services", multiple=True, metavar="HOST", help="Let queries ask this host by SERVICE."
)
@click.option(
    "--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages from there read answers; * is all."
)
def serve_command(
    graph: Path | None,
    port: int,
    time_limit: float,
    memory_limit: int,
    processes: int,
    services: tuple[str, ...],
    origins: tuple[str, ...],
) -> int:
    """Serve a built graph on this machine: pages with the ready questions, and SPARQL at /sparql."""
    from kg.queries import library  # noqa: PLC0415
    from kg.query_process import Limits, Processes  # noqa: PLC0415
    from kg.rooms import room  # noqa: PLC0415
    from kg.serving import Manners, Service  # noqa: PLC0415
    from kg.serving_pages import Pages  # noqa: PLC0415
    from kg.store import graph_file  # noqa: PLC0415

    place = graph or BUILD
    graph_file(place)
    manners = Manners(frozenset(map(_host, services)), frozenset(map(_origin, origins)))
    running = Processes(place, Limits(time_limit, memory_limit << 20, bool(services)), processes)
    try:
        pages = Pages(library(room("queries")), place.resolve().name)
        server = _opened(Service(running, pages, manners), port)
        address = f"http://{_HERE}:{server.effective_port}"
        click.echo(f"Questions: {address}/   SPARQL: {address}/sparql   (Ctrl-C ends)", err=True)
        return _run_until_stopped(server)
    finally:
        running.close()


def _run_until_stopped(server: Any) -> int:
    """Serve until a signal comes; the exit code tells who sent it."""
    came: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        raise SystemExit  # the server takes that as its end

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    server.run()
    click.echo("Stopped.", err=True)
    return _INTERRUPTED if came[:1] == [signal.SIGINT] else 0


def _opened(service: Service, port: int) -> Any:
    from waitress.server import create_server  # noqa: PLC0415  only needed here

    try:
        return create_server(service, host=_HERE, port=port, threads=_THREADS, ident="geoevents")
    except OSError as error:
        raise MissingError(
            "KG-319",
            f"Port {port} of this machine cannot be had: {error.strerror}.",
            "Another program has it, or one that you started before. Name another:  --port 0",
        ) from error


def _host(given: str) -> str:
    """Take a host, with its port where it has one, also where a whole address was given."""
    host = (urlsplit(given if "://" in given else f"//{given}").netloc).lower()
    if not host or "@" in host:
        raise click.BadParameter(
            f"{given!r} is no host such as query.wikidata.org", param_hint="--allow-service"
        )
    return host


def _origin(given: str) -> str:
    parts = urlsplit(given)
    if given != "*" and (not parts.scheme or not parts.netloc or parts.path not in ("", "/")):
        raise click.BadParameter(f"{given!r} is no origin such as https://example.org", param_hint="--cors")
    return given.rstrip("/")
