"""The commands `recruit handbook export` and `recruit handbook import`."""

import json
from pathlib import Path

import click
from flask import current_app

from recruit.accounts.queries import roles_of, user_by_address
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.visitor import Role, Via, Visitor
from recruit.handbook import queries as handbook
from recruit.handbook.folders import actions, queries
from recruit.handbook.folders.packing import unpacked
from recruit.handbook.folders.queries import Plan, Planned
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.rules import BOOK_FILE, FileFault, FileFaultKind, FilesWrong
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Book
from recruit.handbook.rendering import pages_to_link
from recruit.web.words import words_for

# Whoever sits at the machine may do what an administrator may.
_OPERATOR = Visitor(via=Via.WORKER, display_name="command line", roles=frozenset({Role.ADMINISTRATOR}))


@click.command("export", epilog="Example: recruit handbook export --book student-guide guide/")
@click.option("--book", "slug", required=True, help="Its name in addresses, such as student-guide.")
@click.option("--drafts", is_flag=True, help="What is being written, before what is published.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def export(slug: str, folder: Path, *, drafts: bool) -> None:
    """Write a book as a folder of Markdown files: book.json, and a file for each chapter and language.

    A folder that holds this book already is brought up to date; one that holds anything else is left alone.
    """
    files = files_of(queries.book_as_files(_OPERATOR, _book(slug), drafts=drafts))
    try:
        _demand_own_folder(folder, slug)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            if old.name not in files:
                old.unlink()
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename}: {wrong.strerror}") from wrong
    click.echo(f"{len(files)} files in {folder}")


def _book(slug: str) -> Book:
    found = handbook.book_at(slug)
    if found is None:
        known = ", ".join(one.slug for one in handbook.shelf())
        raise click.ClickException(f"There is no book {slug}. There are: {known}")
    return found


def _demand_own_folder(folder: Path, slug: str) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        there = book_from(files_in(folder)).slug if (folder / BOOK_FILE).exists() else ""
    except FilesWrong as wrong:
        there = ""
        # What is left of a chapter that is gone is ours all the same.
        if {one.kind for one in wrong.faults} == {FileFaultKind.UNLISTED}:
            there = str(json.loads((folder / BOOK_FILE).read_bytes())["slug"])
    except OSError:
        there = ""
    if (there != slug and handbook.book_at(there) is not handbook.book_at(slug)) or not there:
        raise click.ClickException(f"{folder} holds something else. Name an empty folder.")


@click.command(
    "import", epilog="Example: recruit handbook import guide/ --by mika@kakehashi.example --dry-run"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True))
@click.option("--by", "address", help="Whose drafts they become; without it, whoever takes them over.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def bring_in(folder: Path, address: str | None, *, dry_run: bool) -> None:
    """Bring in a folder (or an archive, .zip) such as export writes. Everything becomes a draft, nothing is published.

    What somebody is writing here is not overwritten: the text of the file goes into the history beside it.
    """
    by = _visitor(address)
    try:
        files = book_from(files_in(folder) if folder.is_dir() else unpacked(folder.read_bytes()))
        pages = pages_to_link(current_app)
        plan = queries.plan_of(by, files, pages=pages)
        if not dry_run:
            laid = actions.lay_down_figures(plan)
            with writing():
                plan = actions.bring_in(files, pages=pages, by=by, now=clock.now(), laid=laid)
    except FilesWrong as wrong:
        for fault in wrong.faults:
            click.echo(_fault(fault), err=True)
        raise click.ClickException(f"Nothing was changed: {len(wrong.faults)} faults.") from wrong
    except OSError as wrong:
        raise click.ClickException(f"{wrong.filename}: {wrong.strerror}") from wrong
    _tell(plan, dry_run=dry_run)


def _visitor(address: str | None) -> Visitor:
    if address is None:
        return _OPERATOR
    user = user_by_address(address.strip().lower())
    roles = roles_of(user) if user else frozenset()
    if user is None or not roles & handbook.WRITERS:
        raise click.ClickException(f"{address} is nobody who writes the books.")
    return Visitor(
        via=Via.WORKER,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        display_name=user.person.display_name,
        roles=roles,
    )


def _fault(fault: FileFault) -> str:
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file or "the folder"
    return f"{where}: {words_for(fault.kind)}" + (f" ({fault.about})" if fault.about else "")


def _tell(plan: Plan, *, dry_run: bool) -> None:
    if plan.book is None:
        click.echo(f"new book: {plan.files.slug}")
    for place in plan.places:
        click.echo(f"new chapter: {place.slug}")
    for slug, one in plan.figures:
        click.echo(f"new picture: {slug}/{one.key}")
    for name in plan.kept:
        click.echo(f"stays as it is here: {name}")
    for one in plan.texts:
        _tell_of(one)
    count = len(plan.brings)
    click.echo(
        f"{count} texts {'would come' if dry_run else 'came'} in, {len(plan.texts) - count} are as they are here"
    )


def _tell_of(one: Planned) -> None:
    line = f"{one.file}: {words_for(one.outcome)}"
    if one.changed_meanwhile:
        line += f" (readers see edition {one.newest_number} by now, the file is of edition {one.text.edition}: both stay)"
    click.echo(line)
    for fault in one.faults:
        where = f"{one.file}:{fault.line}" if fault.line else one.file
        click.echo(f"  {where}: {words_for(fault.kind)}" + (f" ({fault.about})" if fault.about else ""))
