import os
from pathlib import Path
from urllib.parse import quote_plus

ROOT = Path(__file__).parents[1]


def load_env(path: Path) -> dict[str, str]:
    values = {}
    for line in path.read_text().splitlines():
        line = line.strip()
        if not line or line.startswith("#") or "=" not in line:
            continue
        key, _, value = line.partition("=")
        values[key] = value.strip("\"'")
    return values


_values = {**load_env(ROOT / ".env"), **{key: value for key, value in os.environ.items() if key.startswith("DB_")}}
PASSWORD = quote_plus(_values["DB_PASSWORD"])
DATABASE_URL = f"sqlite:///{_values['DB_FILE']}"
