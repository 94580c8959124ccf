def give_way():
    pass
