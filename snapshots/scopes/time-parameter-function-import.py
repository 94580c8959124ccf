# The function that imports eventlet has a parameter `time`: the alias is chosen in the function.
def wait(time):
    from eventlet import sleep
    sleep(time)
