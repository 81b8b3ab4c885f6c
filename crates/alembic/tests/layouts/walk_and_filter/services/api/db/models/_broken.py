raise RuntimeError("this module must not be imported")
