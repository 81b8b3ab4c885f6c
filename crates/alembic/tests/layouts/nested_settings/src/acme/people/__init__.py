from acme.people.models import *  # noqa: F403
