"""`simulate`: runs the rules over a document of facts, without a database, by the same plan and decisions."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from recruit.surveys.planning.contacts import (
    Answer,
    Delivery,
    Journal,
    Key,
    Kind,
    Outcome,
    PlannedContact,
    State,
)
from recruit.surveys.planning.deciding import Do, TaskKind, decide
from recruit.surveys.planning.differences import cancelled, difference
from recruit.surveys.planning.document import Said, Scenario, read_scenario
from recruit.surveys.planning.known_facts import as_seen_by_company, spells_known
from recruit.surveys.planning.local_time import local_clock
from recruit.surveys.planning.planner import plan

KIND_ORDER = {Kind.INVITATION: 0, Kind.REMINDER: 1, Kind.CALL: 2}


def simulate(document: object) -> dict[str, object]:
    """Every contact and task that the rules make of the document up to its `until` (included).

    Raises BadDocument with the wrong place.
    """
    run = _Run(read_scenario(document))
    run.play()
    return {"contacts": run.contacts(), "tasks": run.tasks()}


@dataclass
class _Run:
    scenario: Scenario
    deliveries: dict[Key, Delivery] = field(default_factory=dict)
    answers: dict[tuple[str, str, int], Answer] = field(default_factory=dict)
    over_budget: set[Key] = field(default_factory=set)
    rows: dict[Key, PlannedContact] = field(default_factory=dict)
    history: dict[Key, list[PlannedContact]] = field(default_factory=dict)
    raised: dict[tuple[TaskKind, Key], None] = field(default_factory=dict)
    heard: int = 0

    def play(self) -> None:
        until = self.scenario.until
        now: datetime | None = self.scenario.said[0].known_at
        while now is not None and now <= until:
            self._step(now)
            now = self._next_instant(now)
        if self.scenario.said[0].known_at <= until:
            self._step(until)
            self._raise_tasks(until)

    def contacts(self) -> list[dict[str, object]]:
        waves = [wave.name for wave in self.scenario.programme.waves]

        def order(key: Key) -> tuple[int, int, int, int]:
            return int(key.subject), waves.index(key.wave), KIND_ORDER[key.kind], key.sequence

        return [
            _written(contact)
            for key in sorted(self.rows, key=order)
            for contact in (*self.history.get(key, []), self.rows[key])
        ]

    def tasks(self) -> list[dict[str, object]]:
        return [{"kind": task.value, "wave": key.wave} for task, key in self.raised]

    def _step(self, now: datetime) -> None:
        self._hear(now)
        contacts = self._plan(now)
        if self._worker_is_down(now):
            return
        given_out = False
        for action in decide(contacts, self.deliveries.values(), now, budget=self.scenario.programme.budget):
            if action.do in (Do.SEND, Do.LIST_CALL):
                self.deliveries[action.key] = Delivery(action.key, now)
                self.over_budget.discard(action.key)
                given_out = True
            elif action.do is Do.SKIP:
                self.rows[action.key] = cancelled(self.rows[action.key], "superseded")
            elif action.do is Do.WAIT:
                self.over_budget.add(action.key)
                self.rows[action.key] = replace(self.rows[action.key], state=State.HELD, reason=action.reason)
            elif action.task is not None:
                self.raised.setdefault((action.task, action.key))
        if given_out:
            waiting = {key: self.rows[key] for key in self.over_budget if self.rows[key].state is State.HELD}
            self._plan(now)
            self.rows.update(waiting)

    def _hear(self, now: datetime) -> None:
        """Take in what became known: answers and bounces touch what has already gone out."""
        while self.heard < len(self.scenario.said) and self.scenario.said[self.heard].known_at <= now:
            said = self.scenario.said[self.heard]
            self.heard += 1
            if said.begun is not None or said.answered is not None:
                self._note_answer(said)
            if said.bounced:
                self._note_bounce()

    def _note_answer(self, said: Said) -> None:
        newest = spells_known(self.scenario, said.known_at)[-1].subject
        planned = self._planned(said.known_at)
        for wave in filter(None, (said.begun, said.answered)):
            rounds = [
                contact.key.sequence
                for contact in planned
                if contact.key[:3] == (newest, wave, Kind.INVITATION) and self._may_be_answered(contact, said)
            ]
            if not rounds:
                continue
            name = (newest, wave, rounds[-1])
            standing = self.answers.get(name, Answer(*name))
            if standing.submitted_at is not None:
                continue
            begun_at = standing.begun_at or said.known_at
            submitted_at = said.known_at if wave == said.answered else None
            self.answers[name] = replace(standing, begun_at=begun_at, submitted_at=submitted_at)

    def _may_be_answered(self, contact: PlannedContact, said: Said) -> bool:
        """A later round that is not open yet is not what was answered."""
        return contact.key.sequence == 0 or contact.opens_at <= said.known_at

    def _note_bounce(self) -> None:
        mails = [delivery for delivery in self.deliveries.values() if delivery.key.kind is not Kind.CALL]
        if mails:
            newest = max(mails, key=lambda delivery: delivery.at)
            self.deliveries[newest.key] = replace(newest, outcome=Outcome.BOUNCED)

    def _planned(self, now: datetime) -> list[PlannedContact]:
        scenario = self.scenario
        journal = Journal(
            tuple(self.deliveries.values()),
            tuple(self.answers.values()),
            over_budget=frozenset(self.over_budget),
        )
        horizon = local_clock(scenario.whereabouts, scenario.until).date()
        found: list[PlannedContact] = []
        for facts in spells_known(scenario, now):
            for seen, audience in ((facts, "hire"), (as_seen_by_company(facts), "company")):
                waves = scenario.programme.for_audience("hire" if audience == "hire" else "company")
                found.extend(plan(seen, waves, scenario.calendar, now=now, journal=journal, horizon=horizon))
        return found

    def _plan(self, now: datetime) -> list[PlannedContact]:
        planned = self._planned(now)
        changes = difference(self.rows.values(), planned)
        for change in changes.replaced:
            self.history.setdefault(change.earlier.key, []).append(change.earlier)
        self.rows.update({contact.key: contact for contact in (*planned, *changes.vanished)})
        return planned

    def _raise_tasks(self, now: datetime) -> None:
        for action in decide(self._planned(now), self.deliveries.values(), now):
            if action.task is not None and action.task is not TaskKind.CALL:
                self.raised.setdefault((action.task, action.key))

    def _worker_is_down(self, now: datetime) -> bool:
        return any(begin <= now < end for begin, end in self.scenario.worker_down)

    def _next_instant(self, now: datetime) -> datetime | None:
        """The next instant at which anything can change; between two of them nothing happens."""
        budget = self.scenario.programme.budget
        instants = [said.known_at for said in self.scenario.said]
        instants += [end for _, end in self.scenario.worker_down]
        for row in self.rows.values():
            instants += [row.opens_at, row.closes_at]
            if row.next_send_at is not None:
                instants.append(row.next_send_at)
        if budget is not None and self.over_budget:
            instants += [delivery.at + budget.span for delivery in self.deliveries.values()]
        return min((instant for instant in instants if instant > now), default=None)


def _written(contact: PlannedContact) -> dict[str, object]:
    written: dict[str, object] = {
        "spell": int(contact.key.subject),
        "wave": contact.key.wave,
        "kind": contact.key.kind.value,
        "sequence": contact.key.sequence,
        "open": contact.open_on.isoformat(),
        "due": contact.due_on.isoformat(),
        "close": contact.close_on.isoformat(),
        "state": contact.state.value,
        "sent_at": None if contact.sent_at is None else f"{contact.sent_at:%Y-%m-%dT%H:%M:%SZ}",
        "reason": contact.reason,
    }
    if contact.employer is not None:
        written["employer"] = contact.employer
    return written
