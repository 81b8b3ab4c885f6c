raise RuntimeError("not imported")
