"""A first timetable in milliseconds, and filling up what is still free."""

from recruit.fairs.timetable.board import Board
from recruit.fairs.timetable.fair import Fair, Placed


def greedy_start(fair: Fair) -> Placed:
    """Everybody's heaviest wish that fits, those with the fewest wishes first; then the heaviest wishes."""
    board = Board(fair, fair.pinned)
    by_weight = [
        sorted(requests, key=lambda request: (-fair.weight_of[request], request))
        for requests in fair.requests_of
    ]
    for student in sorted(range(len(fair.students)), key=lambda student: (len(by_weight[student]), student)):
        if board.student_slots[student]:
            continue
        for request in by_weight[student]:
            if _place(board, request):
                break
    return filled(fair, board.placed)


def filled(fair: Fair, placed: Placed) -> Placed:
    """Adding a meeting never harms the first two objectives, so no wish that fits is left out."""
    board = Board(fair, placed)
    for request in sorted(range(len(fair.requests)), key=lambda request: (-fair.weight_of[request], request)):
        _place(board, request)
    return board.placed


def _place(board: Board, request: int) -> bool:
    free = board.free_slots(request)
    if not free:
        return False
    taken = board.student_slots[board.fair.student_of[request]]
    board.add(request, min(free, key=lambda slot: (_distance(slot, taken), slot)))
    return True


def _distance(slot: int, taken: set[int]) -> int:
    return min((abs(slot - other) for other in taken), default=0)
