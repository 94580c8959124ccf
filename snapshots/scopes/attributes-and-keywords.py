# Nothing changes: attributes of other objects and keyword names are not references, however they are spelled.
import eventlet


def start(pool, driver):
    pool.eventlet.sleep(1)
    driver.sleep(2)
    pool.start(eventlet=True, sleep=3)
    driver.eventlet = pool
