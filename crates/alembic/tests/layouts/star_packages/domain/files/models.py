from sqlalchemy import *
from shared.orm import Audited, HasTags, Model


def column(kind, **options):
    return Column(kind, nullable=options.pop("null", True), **options)


class Blob(Audited, HasTags, Model):
    slug = column(String(40), null=False)
    size = column(BigInteger, server_default=text("0"))
    checksum = column(CHAR(64).with_variant(VARCHAR(64), "sqlite"))


for _n in range(2):
    globals()[f"Shard{_n}"] = type(f"Shard{_n}", (Model,), {"__tablename__": f"shard_{_n}", "part": Column(Integer, default=_n)})
