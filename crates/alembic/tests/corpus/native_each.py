"""Which revisions of real projects the evaluator follows, every one by itself.

usage: native_each.py LAB ALEMBIC [PROJECT ...]

LAB/projects/<project> is a version environment with a neutral env.py, LAB/venv what its revisions import. For every revision and both
databases `ALEMBIC --engine native upgrade <before>:<revision> --sql` runs. Python's own exceptions (a revision that asks the database
something has none here) are followed to where they are raised; what counts as not followed is `cannot follow`. Revisions that
merge are left out: one command cannot run them alone.
"""

import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

LINE = re.compile(r"^(\S+) -> ([^ ,]+)")
LIMIT = re.compile(r"^error\[unsupported\]: (.*)", re.M)
URLS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg2://user@localhost/corpus"}


def run(lab, alembic, project, url, *arguments):
    environment = {
        **os.environ,
        "CORPUS_DATABASE_URL": url,
        "HOME": str(project / "home"),
        "VIRTUAL_ENV": str(lab / "venv"),
        "PYTHONPATH": str(project / "site"),
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.run([alembic, *arguments], cwd=project, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def main(lab, alembic, wanted):
    projects = sorted(path for path in (lab / "projects").iterdir() if path.is_dir() and (not wanted or path.name in wanted))
    reasons = collections.defaultdict(list)
    together = collections.Counter()
    print("| project | revisions | SQLite | PostgreSQL |")
    print("|---|---|---|---|")
    for project in projects:
        history = run(lab, alembic, project, URLS["sqlite"], "history").stdout
        steps = [match.groups() for line in history.splitlines() if (match := LINE.match(line)) and "," not in line.split(" -> ")[0]]
        counts = collections.Counter()

        def followed(job):
            dialect, (before, revision) = job
            target = revision if before == "<base>" else f"{before}:{revision}"
            output = run(lab, alembic, project, URLS[dialect], "--engine", "native", "upgrade", target, "--sql")
            return dialect, revision, LIMIT.search(output.stderr)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for dialect, revision, limit in pool.map(followed, [(dialect, step) for dialect in URLS for step in steps]):
                if limit:
                    reasons[limit[1]].append(f"{project.name} {revision}")
                else:
                    counts[dialect] += 1
        together.update(counts, revisions=len(steps))
        print(f"| {project.name} | {len(steps)} | {counts['sqlite']} | {counts['postgresql']} |", flush=True)
    print(f"| together | {together['revisions']} | {together['sqlite']} | {together['postgresql']} |\n")
    for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"- {len(places)}: {reason} ({', '.join(dict.fromkeys(places[:3]))})")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
