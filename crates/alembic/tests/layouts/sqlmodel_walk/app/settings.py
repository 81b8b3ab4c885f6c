import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).parent.parent / "local.env")


class Config:
    DATABASE: str = os.environ.get("DATABASE", "app.db")
    ECHO = os.getenv("ECHO", "0") in ("1", "true", "True")

    @classmethod
    def url(cls) -> str:
        return f"sqlite:///{cls.DATABASE}"


config = Config()
