"""Users."""


def getuser():
    import os

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        user = os.environ.get(name)
        if user:
            return user
    return "root"


def getpass(prompt="Password: ", stream=None):
    raise EOFError
