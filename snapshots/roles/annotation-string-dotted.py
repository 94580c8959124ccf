# Quoted annotations with the full name are annotations, not targets of a mock: they follow the object.
import eventlet


def work(other: "eventlet.event.Event", more: "list[eventlet.Event]") -> "eventlet.Event | None":
    done = eventlet.Event()
    done.send()
    print(other, more)
    return None
