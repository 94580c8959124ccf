def use(job):
    return job.finished.wait()
