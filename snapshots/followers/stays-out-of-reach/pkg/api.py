from pkg import mod


def call():
    mod.work()
