"""What a target answers, in words."""

from components.capabilities import Answer, Degraded, Emulated, Unsupported


def words(answer: Answer) -> tuple[str, ...]:
    """Everything that the answer says to people; nothing for one that needs no words."""
    match answer:
        case Emulated(how, cost):
            return (how, cost)
        case Degraded(loses):
            return (loses,)
        case Unsupported(_, reason, instead):
            return (reason, instead)
        case _:
            return ()
