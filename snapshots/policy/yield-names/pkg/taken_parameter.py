import eventlet


def work(utils, _utils):
    eventlet.sleep(0)
    return utils, _utils
