breathe = print
