"""A room's routes. Leaving `lock=` out is an error when the module is imported."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

from recruit.core.visitor import Seen
from recruit.web.locks import Lock, anybody, token_holder

View = TypeVar("View", bound=Callable[..., Any])


class Room(Blueprint):
    """A blueprint whose pages live under `/<language>` and whose every route demands a lock.

    `seen`, where given, names what of a person the page shows (`core.visitor.Seen`); the gate then writes a sighting from
    `g.sighted_person_ref`, which the view sets (of many people: `g.sighted_person_refs`; where the page shows somebody
    less than `seen` says: `g.sighted_as`). `kept` says that all who are not signed in see the same page, which may
    be kept until something it shows changes (`web/kept.py`).
    """

    def __init__(self, name: str, import_name: str) -> None:
        super().__init__(name, import_name)
        self.locks: dict[str, Lock] = {}
        self.seen: dict[str, str] = {}
        self.kept: set[str] = set()
        self.by_key_alone: set[str] = set()

    def get(
        self, rule: str, *, lock: Lock, seen: str = "", bare: bool = False, kept: bool = False
    ) -> Callable[[View], View]:  # ty: ignore[incompatible-method-override]
        """A page. `bare` puts it outside the language prefix (machines' addresses)."""
        if kept and (lock is not anybody or seen or bare):
            raise TypeError("only a page for everybody, in the language of its address, may be kept")
        if kept:
            return self._kept(self._road(rule, "GET", lock, seen, bare=bare))
        return self._road(rule, "GET", lock, seen, bare=bare)

    def post(
        self, rule: str, *, lock: Lock, seen: str = "", bare: bool = False, by_key_alone: bool = False
    ) -> Callable[[View], View]:  # ty: ignore[incompatible-method-override]
        """A move. `seen` belongs here too where a refused form is drawn on a page that shows a person.

        `by_key_alone`: the key in the address is all the proof there is, and nobody else's page can know it, so the move
        asks for no form token, which a phone may have lost with its session. Never for what signs somebody in.
        """
        if not by_key_alone:
            return self._road(rule, "POST", lock, seen, bare=bare)
        if lock is not token_holder:
            raise TypeError("only what a key opens can do without a form token")

        def remember(view: View) -> View:
            self.by_key_alone.add(f"{self.name}.{view.__name__}")  # ty: ignore[missing-attribute]
            return self._road(rule, "POST", lock, seen, bare=bare)(view)

        return remember

    def route(self, rule: str, **options: Any) -> Any:
        raise TypeError("use get() or post(): a route needs its lock")

    def _kept(self, remember: Callable[[View], View]) -> Callable[[View], View]:
        def remember_as_kept(view: View) -> View:
            self.kept.add(f"{self.name}.{view.__name__}")  # ty: ignore[missing-attribute]
            return remember(view)

        return remember_as_kept

    def _road(self, rule: str, method: str, lock: Lock, seen: str, *, bare: bool) -> Callable[[View], View]:
        def remember(view: View) -> View:
            name: str = view.__name__  # ty: ignore[missing-attribute]
            endpoint = f"{self.name}.{name}"
            if endpoint in self.locks and self.locks[endpoint] != lock:
                raise TypeError(f"{endpoint} has two locks")
            self.locks[endpoint] = lock
            if seen:
                self.seen[endpoint] = Seen(seen)
            self.add_url_rule(rule if bare else f"/<language:lang>{rule}", name, view, methods=[method])
            return view

        return remember
