"""The web application, put together: the one place that knows all parts."""

from __future__ import annotations

import mimetypes

import structlog
from flask import Flask, Response, g, send_file, url_for
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from engine import calendar, database, database_url, migrations
from engine.audit import clock_behind
from engine.backup import daily
from engine.config import Config
from engine.database import reading
from engine.definitions.status import waiting_reviews
from engine.documents import sheet_profile
from engine.errors import NotFound, Unavailable
from engine.health.checks import disk, unready
from engine.health.findings import State
from engine.inbox.queries import counts
from engine.private import make_private
from engine.storage import folders
from webforms.api import drafts, files, uploads
from webforms.auth import changed_session, confirm, session
from webforms.http import (
    assets,
    client_errors,
    compression,
    converters,
    csp,
    csrf,
    errors,
    headers,
    hosts,
    limits,
    metrics,
    moved,
    once,
    request_ids,
)
from webforms.http.application import Application
from webforms.http.limits import MAX_FIELDS, MAX_FORM
from webforms.http.reports import take_reports
from webforms.pages import (
    accounts,
    audit,
    beginning,
    definitions,
    deviations,
    devices,
    differences,
    editor,
    handing_over,
    health,
    importing,
    inbox,
    instances,
    media,
    moves,
    profile,
    rehearsal,
    reviews,
    setup,
    sheets,
    start,
    task,
)
from webforms.pages import calendar as calendar_page
from webforms.pages import help as help_pages
from webforms.pages import login as login_page
from webforms.presentation import language, times
from webforms.presentation.paper import style_of
from webforms.resubmit import resubmission

_YEAR = 365 * 24 * 3600
log = structlog.get_logger("alur.web")

BLUEPRINTS = (
    login_page.pages,
    setup.pages,
    inbox.pages,
    start.pages,
    task.pages,
    deviations.pages,
    instances.pages,
    media.pages,
    definitions.pages,
    beginning.pages,
    importing.pages,
    reviews.pages,
    differences.pages,
    moves.pages,
    sheets.pages,
    editor.pages,
    drafts.pages,
    rehearsal.pages,
    audit.pages,
    accounts.pages,
    calendar_page.pages,
    health.pages,
    handing_over.pages,
    devices.pages,
    profile.pages,
    uploads.pages,
    files.pages,
)


def use(config: Config) -> None:
    """What one process has once: its database, its calendar, the office's paper, its folders."""
    address = database_url.of(config)
    database.connect(address)
    if file := database_url.file_of(address):
        make_private(*(file.with_name(file.name + end) for end in ("", "-wal", "-shm")))
    calendar.start(config.calendar, config.timezone)
    sheet_profile.use(sheet_profile.load(config.sheet_profile))
    folders.use(config.data_dir)
    daily.use(config.backup_dir)


def create_app(config: Config) -> Flask:
    """Prepares this process (see `use`) and gives back a WSGI application."""
    use(config)
    mimetypes.add_type("font/woff2", ".woff2")
    mimetypes.add_type("image/avif", ".avif")
    app = Application("webforms")
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        MAX_FORM_PARTS=MAX_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=_YEAR,
        ALUR=config,
    )
    if config.production:
        # One proxy in front (nginx, Caddy) tells scheme and address of the browser.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    _add_outermost(app, config)
    assets.set_up(app)
    language.set_up(app)
    times.add_filters(app, language=language.current_language, zone=calendar.local_zone)
    converters.set_up(app)
    headers.set_up(app, config)
    hosts.set_up(app)
    limits.set_up(app)
    protection = csrf.set_up(app)
    csp.set_up(app, config, protection)
    take_reports(app, config, protection, client_errors.KIND)
    session.set_up(app, config)
    changed_session.set_up(app)
    errors.set_up(app)
    confirm.set_up(app)
    resubmission.set_up(app)
    moved.set_up(app)
    once.set_up(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    help_pages.set_up(app)
    _add_office(app, config)
    _add_addresses(app, config)
    return app


def _add_outermost(app: Flask, config: Config) -> None:
    """What sees each request first and its answer last."""
    request_ids.set_up(app, config)
    metrics.set_up(app, config)
    compression.set_up(app)


def _add_office(app: Flask, config: Config) -> None:
    """Name, emblem and colour of the office, and what every page's frame shows."""

    @app.context_processor
    def office() -> dict[str, object]:
        return {
            "asset": assets.asset,
            "build": assets.build(),
            "part": assets.part,
            "office_name": config.office_name,
            "emblem_url": url_for("emblem") if config.emblem else None,
            "brand_css": url_for("brand") if _brand(config) else None,
        }

    @app.context_processor
    def waiting() -> dict[str, object]:
        if not current_user.is_authenticated:
            return {}
        if "inbox_count" not in g:
            by = current_user.actor
            try:
                with reading() as session:
                    g.inbox_count = counts(session, by=by).waiting + len(waiting_reviews(session, by=by))
            except Unavailable:
                # The page that says so must not fail for want of a number.
                g.inbox_count = 0
        return {"inbox_count": g.inbox_count}


def _add_addresses(app: Flask, config: Config) -> None:
    """What the frame fetches, and whoever watches the server."""

    @app.get("/emblem")
    def emblem() -> Response:
        if config.emblem is None:
            raise NotFound(file="emblem")
        return send_file(config.emblem.absolute(), max_age=3600)

    @app.get("/brand.css")
    def brand() -> Response:
        css = _brand(config)
        return Response(css, mimetype="text/css", headers={"Cache-Control": "public, max-age=3600"})

    @app.get("/healthz")
    def healthy() -> Response:
        """For whoever watches the server: it answers, and so does its database, which is as it should be."""
        try:
            with reading() as session:
                migrations.require_latest(session.connection())
                behind = clock_behind.minutes(session)
        except migrations.UnknownDatabase as fault:
            log.warning("database_unknown", reason=str(fault))
            return _plainly("the database is not in a state that Alur knows: see the log\n", status=503)
        if disk().state is State.FAULT:
            return _plainly("the disk is full\n", status=503)
        # Alur works on; whoever watches the server should set its clock.
        return _plainly(
            f"ok, but the clock is {behind} minutes behind the newest event\n" if behind else "ok\n"
        )

    @app.get("/readyz")
    def ready() -> Response:
        """For who sends requests here or to another server: database, disk, and the worker's jobs in time."""
        faults = [finding.check for finding in unready()]
        return _plainly(f"{', '.join(faults) or 'ready'}\n", status=503 if faults else 200)


def _brand(config: Config) -> str:
    """The office's colour and paper where they are not the usual ones."""
    colour = f":root {{ --brand-seed: {config.brand_colour}; }}\n" if config.brand_colour else ""
    return colour + style_of(sheet_profile.current().paper)


def _plainly(words: str, *, status: int = 200) -> Response:
    return Response(words, status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
