"""stub."""


def add_to(commands, common):
    pass
