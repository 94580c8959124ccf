# Indented with tabs: an import in a function keeps its tab.
def wait():
	from eventlet import sleep, Timeout
	with Timeout(3):
		sleep(1)


def nap():
	import eventlet
	eventlet.sleep(2)
