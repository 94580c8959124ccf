"""What everybody needs."""


def cooperate():
    """Let others run."""
