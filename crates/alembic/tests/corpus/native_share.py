"""How many revisions of real projects ran natively, from what `upgrade` wrote on stderr.

usage: native_share.py RESULTS

RESULTS/<project>/<dialect>/upgrade.err is what `alembic upgrade` wrote there: `note: revision ... ran in Python: ...` for those that
the evaluator could not follow, and `note: 2 of 70 revisions ran in Python` at the end. Where there is none, the log lines
`Running upgrade` tell how many were begun; a project may send them to stdout. Prints a table in Markdown, and the reasons below it.
"""

import collections
import pathlib
import re
import sys

BEGUN = re.compile(r"Running upgrade .* -> ")
ALL = re.compile(r"note: \d+ of (\d+) revisions ran in Python")
PYTHON = re.compile(r"note: revision (\S+) ran in Python: (.*)")


def main(folder):
    sums = collections.Counter()
    reasons = collections.defaultdict(list)
    print("| project | SQLite: begun | natively | PostgreSQL: begun | natively |")
    print("|---|---|---|---|---|")
    for project in sorted(path for path in folder.iterdir() if path.is_dir()):
        cells = []
        for dialect in ("sqlite", "postgresql"):
            file = project / dialect / "upgrade.err"
            text = file.read_text() if file.exists() else ""
            counted = ALL.search(text)
            logged = max((len(BEGUN.findall(text)), *(len(BEGUN.findall(out.read_text())) for out in file.parent.glob("upgrade.out"))))
            n_begun = int(counted[1]) if counted else logged
            found = dict(PYTHON.findall(text))
            if "note: env.py ran in Python" in text:
                sys.exit(f"{file}: env.py ran in Python, and all revisions with it")
            for revision, reason in found.items():
                reasons[re.sub(r" \([^()]*:\d+\)$", "", reason)].append(f"{project.name} {revision} ({dialect})")
            sums[dialect] += n_begun
            sums[f"{dialect} native"] += n_begun - len(found)
            cells += [n_begun, n_begun - len(found)] if n_begun else ["", ""]
        print("|", project.name, "|", " | ".join(map(str, cells)), "|")
    total = [sums[key] for key in ("sqlite", "sqlite native", "postgresql", "postgresql native")]
    print("| together |", " | ".join(map(str, total)), "|")
    n_begun, n_native = total[0] + total[2], total[1] + total[3]
    print(f"\n{n_native} of {n_begun} natively: {100 * n_native / n_begun:.1f}%\n")
    for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"- {len(places)}: {reason} — {', '.join(places[:3])}{' ...' if len(places) > 3 else ''}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
